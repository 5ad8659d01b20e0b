import type { ShopId } from '#shared/model/ids.ts';
import type { LivePage } from '#shared/model/live-pages.ts';

/** All pages of one shop. */
export type ShopPages = {
  readonly shopId: ShopId;
  readonly count: number;
  readonly shown: number;
  /** Null as soon as one of them is unknown. */
  readonly bytes: number | null;
  readonly isShared: boolean;
};

export const pagesByShop = (pages: readonly LivePage[]): readonly ShopPages[] =>
  [...Map.groupBy(pages, ({ shopId }) => shopId)].map(([shopId, own]) => ({
    shopId,
    count: own.length,
    shown: own.filter(({ isShown }) => isShown).length,
    bytes: own.reduce<number | null>(
      (sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes),
      0,
    ),
    isShared: own.some(({ isShared }) => isShared),
  }));

/** What is known of all of them together; `isWhole` is false where a page is unknown. */
export const totalOf = (
  pages: readonly LivePage[],
): { readonly bytes: number; readonly isWhole: boolean } => ({
  bytes: pages.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
  isWhole: pages.every(({ bytes }) => bytes !== null),
});

const MIB = 1024 * 1024;

/** Memory as a person reads it: whole MB, from 1 GB on with one decimal. */
export const memoryText = (bytes: number): string => {
  const mib = Math.round(bytes / MIB);
  return mib < 1024 ? `${String(mib)} MB` : `${(bytes / MIB / 1024).toFixed(1)} GB`;
};
