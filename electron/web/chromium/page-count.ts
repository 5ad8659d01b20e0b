import * as z from 'zod';
import { readProcessMemory } from '../../host/machine/process-memory.ts';
import { costOfPages, type PageProcesses } from '../../platforms/connector/page-cost.ts';
import type { ShopId } from '#shared/model/ids.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import type { CdpConnection } from './cdp-connection.ts';
import type { ChromiumPage } from './chromium-page.ts';

/** Whoever asked looks at a panel: what is not known by then is known the next time. */
const LOOK_WITHIN_MS = 2_000;

const processesSchema = z.object({ processInfo: z.array(z.object({ id: z.number() })) });

/** Counts the open pages and the memory of their processes. One count at a time in a browser. */
export const countPages = async (
  connection: CdpConnection,
  open: readonly { readonly shopId: ShopId; readonly page: ChromiumPage }[],
): Promise<Omit<LivePages, 'outdatedVersion'>> => {
  const { processInfo } = processesSchema.parse(await connection.send('SystemInfo.getProcessInfo'));
  const live = processInfo.map(({ id }) => id);
  const pages: PageProcesses[] = [];
  const giveUpAt = performance.now() + LOOK_WITHIN_MS;
  for (const { shopId, page } of open) {
    const isLate = performance.now() > giveUpAt;
    // A page that went away is left out with its next count.
    const processIds = isLate ? null : await page.processIds(new Set(live)).catch(() => null);
    pages.push({ shopId, isShown: await page.isShown().catch(() => false), processIds });
  }
  const bytesOf = await readProcessMemory(live);
  const ofPages = new Set(pages.flatMap(({ processIds }) => processIds ?? []));
  const isKnown = pages.every(({ processIds }) => processIds !== null) && bytesOf.size > 0;
  const others = live.filter((id) => !ofPages.has(id)).map((id) => bytesOf.get(id) ?? 0);
  return {
    pages: costOfPages(pages, bytesOf),
    browserBytes: isKnown ? others.reduce((sum, bytes) => sum + bytes, 0) : null,
  };
};
