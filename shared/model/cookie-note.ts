import type { ShopId } from './ids.ts';

/** The cookies of a push that could not be set (PL3). The shop goes on with the others. */
export type CookieNote = {
  readonly count: number;
  /** Names of the first of them, made fit to be shown; `''` for one without a name. Never a value. */
  readonly names: readonly string[];
};

/** By shop; a shop whose whole push was set is absent. */
export type CookieNotes = Readonly<Record<ShopId, CookieNote>>;

export const NO_COOKIE_NOTES: CookieNotes = {};
