import type { Clock } from '../../core/ports/clock.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { ShopState } from '#shared/model/shop.ts';
import { assertNever } from '#shared/model/result.ts';
import { pause } from './pause.ts';
import type { PageDriver, Whereabouts } from './page-driver.ts';
import type { InstalledScript } from './page-script.ts';
import { PageGone } from './page-session.ts';

/** A workbench may take this long until its objects are there. */
const SHAPES_DEADLINE_MS = 20_000;
export const LOOK_AGAIN_MS = 250;

export type ScriptFinderParts = {
  readonly driver: PageDriver;
  readonly workbenchUrl: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly state: () => ShopState;
};

/** The installed script, or what the page shows instead of one; null when the search was ended. */
export type Found = { readonly script: InstalledScript } | { readonly event: ShopEvent } | null;

/** Waits for the adapter's script to find its place in the page, unless the page shows a login or a challenge instead. */
export class ScriptFinder {
  readonly #parts: ScriptFinderParts;
  #looksAtChallenge = 0;

  constructor(parts: ScriptFinderParts) {
    this.#parts = parts;
  }

  /** `onSearch` is called when there is something to search: the page is at its workbench. */
  async find(onSearch: () => void): Promise<Found> {
    const { driver, clock, signal } = this.#parts;
    const giveUpMonotonicMs = clock.monotonicMs() + SHAPES_DEADLINE_MS;
    while (!signal.aborted) {
      const event = await this.#shownInstead(driver.where());
      if (event) return { event };
      onSearch();
      const found = await this.#install();
      if ('script' in found) return found;
      if (clock.monotonicMs() >= giveUpMonotonicMs) {
        return { event: { kind: 'adapter.shapesMissing', shapes: found.missing } };
      }
      await pause(clock, LOOK_AGAIN_MS, signal);
    }
    return null;
  }

  /** Null where the script can be looked for. */
  async #shownInstead(where: Whereabouts): Promise<ShopEvent | null> {
    switch (where.kind) {
      case 'login':
        return { kind: 'login.required', words: null };
      case 'challenge':
        if (await this.#isBackAtWorkbench()) return null;
        return { kind: 'challenge.met', words: null, link: where.url };
      case 'unreachable':
        return { kind: 'page.lost', why: 'unreachable', trace: '' };
      case 'blank':
      case 'workbench':
        return null;
      default:
        return assertNever(where.kind);
    }
  }

  async #install(): ReturnType<PageDriver['install']> {
    try {
      return await this.#parts.driver.install();
    } catch (error) {
      if (error instanceof PageGone) throw error;
      // The document went away under the search; the next look finds the new one.
      return { missing: [] };
    }
  }

  /**
   * A page that nobody sees cannot be left by a click: it looks itself, every other time, whether the challenge is over.
   * The page that a person is at is never touched.
   */
  async #isBackAtWorkbench(): Promise<boolean> {
    const { driver, workbenchUrl, state } = this.#parts;
    if (state().kind !== 'challenge') this.#looksAtChallenge = 0;
    this.#looksAtChallenge += 1;
    if (driver.isShown || this.#looksAtChallenge % 2 === 1) return false;
    await driver.goTo(workbenchUrl);
    return driver.where().kind === 'workbench';
  }
}
