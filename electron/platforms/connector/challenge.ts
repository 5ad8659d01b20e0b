import type { Clock } from '../../core/ports/clock.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import type { PageDriver } from '../session/page-driver.ts';
import type { PageShown } from '../session/page-session.ts';

/**
 * A challenge that only the gateway told of may be invisible to the probe. Unless its page was opened and left, it is held
 * for this long, so that the agent can see it, and then ends with the next good probe.
 */
const HOLD_MS = 30_000;

export type ChallengeParts = {
  readonly clock: Clock;
  /** A second page in the shop's session, so that the workbench goes on. */
  readonly openPage: () => Promise<PageDriver>;
  /** The agent has left the challenge's page: time to probe. */
  readonly onLeft: () => void;
  readonly onShown: (page: PageDriver, place: PagePlace) => void;
};

/** A challenge that the gateway announced (GW13, PL8): shown on a page of its own, over when that page is left. */
export class AnnouncedChallenge {
  readonly #parts: ChallengeParts;
  readonly #announcedMonotonicMs: number;
  #page: PageDriver | null = null;
  #hasLeft = false;

  constructor(parts: ChallengeParts) {
    this.#parts = parts;
    this.#announcedMonotonicMs = parts.clock.monotonicMs();
  }

  /** While true a good probe does not yet end the challenge. */
  isHolding(): boolean {
    if (this.#hasLeft) return false;
    return (
      this.#page !== null || this.#parts.clock.monotonicMs() - this.#announcedMonotonicMs < HOLD_MS
    );
  }

  /** Shows this real address, which the caller has found to be allowed. */
  async show(realUrl: string): Promise<PageShown> {
    const isShownAlready = this.#page !== null;
    const page = this.#page ?? (await this.#parts.openPage());
    this.#page = page;
    const answer = await page.show();
    if (!answer.shown) {
      this.#page = null;
      await page.close();
      return answer;
    }
    this.#parts.onShown(page, answer.place);
    if (isShownAlready) return answer;
    page.page.onGone(() => this.#leave());
    // Out of sight it would hold the challenge for ever.
    page.page.onHidden(() => void page.close());
    page.onNavigated(() => {
      // The page of a verification ends by going elsewhere.
      if (page.where().kind === 'workbench') this.#leave();
    });
    await page.goTo(realUrl);
    return answer;
  }

  /** Closes the challenge's page; never rejects. */
  async end(): Promise<void> {
    const page = this.#page;
    this.#page = null;
    this.#hasLeft = true;
    await page?.close();
  }

  #leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#parts.onLeft();
  }
}
