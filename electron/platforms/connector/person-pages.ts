import type { Clock } from '../../core/ports/clock.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import { AnnouncedChallenge } from './challenge.ts';
import type { PageDriver } from '../session/page-driver.ts';
import { PageGone, type PageShown } from '../session/page-session.ts';

export type PersonPagesParts = {
  readonly clock: Clock;
  /** The real address that the shop's session may visit for a link, null for one that it may not (PL8). */
  readonly allowed: (link: string) => string | null;
  /** Another page in the shop's session, with its images. */
  readonly openPage: () => Promise<PageDriver>;
  readonly workbench: () => PageDriver | null;
  readonly isOnline: () => boolean;
  /** A person has left a shown page: time to probe. */
  readonly onLeft: () => void;
  /** Where a page of the shop is open before a person's eyes, null when none is any more. */
  readonly onShown: (place: PagePlace | null) => void;
};

/** What of a shop's session a person sees: its workbench, or the page of a challenge that the gateway announced. */
export class PersonPages {
  readonly #parts: PersonPagesParts;
  readonly #shown = new Map<PageDriver, PagePlace>();
  #challenge: AnnouncedChallenge | null = null;
  /** The workbench that goes out of sight by itself once what it was shown for is done. */
  #isShownForTrouble = false;

  constructor(parts: PersonPagesParts) {
    this.#parts = parts;
  }

  announceChallenge(): void {
    this.endChallenge();
    this.#challenge = this.#newChallenge();
  }

  /** While true a good probe does not yet end the announced challenge. */
  isHeldByChallenge(): boolean {
    if (this.#challenge?.isHolding() === true) return true;
    this.endChallenge();
    return false;
  }

  endChallenge(): void {
    const challenge = this.#challenge;
    this.#challenge = null;
    void challenge?.end();
  }

  /** The host of a link that the shop's session may not visit, null for one that it may (PL8). */
  refusedHostOf(link: string): string | null {
    if (this.#parts.allowed(link) !== null) return null;
    return URL.parse(link)?.host ?? '';
  }

  /** The workbench for null or its own address, else the linked page. Never rejects. */
  async show(link: string | null): Promise<Result<null>> {
    const { allowed, workbench } = this.#parts;
    try {
      const page = workbench();
      if (link === null || link === page?.where().url) return await this.#showWorkbench(page);
      const realUrl = allowed(link);
      if (realUrl === null) return refuse('shop.linkRefused', URL.parse(link)?.host ?? '');
      this.#challenge ??= this.#newChallenge();
      return answerOf(await this.#challenge.show(realUrl));
    } catch (error) {
      if (error instanceof PageGone) return refuse('shop.noPage');
      return refuse('shop.noPage', error instanceof Error ? error.message : '');
    }
  }

  /** Puts out of sight what is shown; a challenge's own page is left with it. Never rejects. */
  async hide(): Promise<void> {
    const shown = [...this.#shown.keys()];
    const workbench = this.#parts.workbench();
    this.#isShownForTrouble = false;
    for (const page of shown) {
      if (page === workbench) await page.hide().catch(() => {});
      else await page.close();
      this.#unsee(page);
    }
  }

  /** What the workbench was shown for is done: it goes back out of sight. */
  async hideWorkbench(): Promise<void> {
    if (!this.#isShownForTrouble) return;
    this.#isShownForTrouble = false;
    const page = this.#parts.workbench();
    if (!page) return;
    await page.hide().catch(() => {});
    this.#unsee(page);
  }

  async #showWorkbench(page: PageDriver | null): Promise<Result<null>> {
    if (!page) return refuse('shop.noPage');
    const answer = await page.show();
    if (answer.shown) this.#see(page, answer.place);
    // A page that is opened while all is well stays until the agent closes it.
    this.#isShownForTrouble = answer.shown && !this.#parts.isOnline();
    return answerOf(answer);
  }

  #newChallenge(): AnnouncedChallenge {
    const { clock, openPage, onLeft } = this.#parts;
    return new AnnouncedChallenge({
      clock,
      openPage,
      onLeft,
      onShown: (page, place) => this.#see(page, place),
    });
  }

  #see(page: PageDriver, place: PagePlace): void {
    if (!this.#shown.has(page)) {
      page.page.onGone(() => this.#unsee(page));
      page.page.onHidden(() => this.#unsee(page));
    }
    this.#shown.set(page, place);
    this.#parts.onShown(place);
  }

  #unsee(page: PageDriver): void {
    if (!this.#shown.delete(page)) return;
    const left = [...this.#shown.values()].at(-1) ?? null;
    this.#parts.onShown(left);
    this.#parts.onLeft();
  }
}

const answerOf = (answer: PageShown): Result<null> => {
  if (answer.shown) return ok(null);
  return refuse(answer.why === 'noDisplay' ? 'shop.noDisplay' : 'shop.noPage');
};
