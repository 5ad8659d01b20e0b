import type { ShopId } from './ids.ts';

/** One open page of a shop: its workbench, or the page of a challenge. */
export type LivePage = {
  readonly shopId: ShopId;
  readonly isShown: boolean;
  /** What its processes take of the memory, null where nobody can tell. A process that pages share is divided among them. */
  readonly bytes: number | null;
  /** A process of this page serves another page too. */
  readonly isShared: boolean;
};

/** All open platform pages at one moment. */
export type LivePages = {
  readonly pages: readonly LivePage[];
  /** What the browser needs beside the pages; null where it is this program itself, or nobody can tell. */
  readonly browserBytes: number | null;
  /** Major version of the found browser where it is too old to be safe; null where it is not. */
  readonly outdatedVersion: number | null;
};

export const NO_PAGES: LivePages = { pages: [], browserBytes: null, outdatedVersion: null };
