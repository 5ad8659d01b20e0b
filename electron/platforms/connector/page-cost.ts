import type { ShopId } from '#shared/model/ids.ts';
import type { LivePage } from '#shared/model/live-pages.ts';

/** A page and the processes that work for it: its own, and one for each other site that has a frame in it. */
export type PageProcesses = {
  readonly shopId: ShopId;
  readonly isShown: boolean;
  /** Ids of the system; null when the browser did not tell. */
  readonly processIds: readonly number[] | null;
};

/**
 * What each page costs by the memory of its processes. A process that pages share is divided evenly among them, so that
 * the sum is what the computer really spends. A page of which one process is unknown is unknown.
 */
export const costOfPages = (
  pages: readonly PageProcesses[],
  bytesOf: ReadonlyMap<number, number>,
): readonly LivePage[] => {
  const users = new Map<number, number>();
  for (const { processIds } of pages)
    for (const id of new Set(processIds)) users.set(id, (users.get(id) ?? 0) + 1);
  return pages.map(({ shopId, isShown, processIds }) => {
    const own = [...new Set(processIds)];
    const parts = own.map((id) => (bytesOf.get(id) ?? Number.NaN) / (users.get(id) ?? 1));
    const bytes = parts.reduce((sum, part) => sum + part, 0);
    return {
      shopId,
      isShown,
      bytes: own.length === 0 || Number.isNaN(bytes) ? null : Math.round(bytes),
      isShared: own.some((id) => (users.get(id) ?? 0) > 1),
    };
  });
};
