import type { Clock } from '../../core/ports.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import { AnnouncedChallenge } from './challenge.ts';
import type { PageDriver } from './page-driver.ts';

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
};

/** What of a shop's session a person sees: its workbench, or the page of a challenge that the gateway announced. */
export class PersonPages {
  readonly #parts: PersonPagesParts;
  #challenge: AnnouncedChallenge | null = null;
  #isWorkbenchShown = false;

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

  /** The workbench for null or its own address, else the linked page. Never rejects. */
  async show(link: string | null): Promise<Result<null>> {
    const { allowed, workbench } = this.#parts;
    try {
      const page = workbench();
      if (link === null || link === page?.where().url) return await this.#showWorkbench(page);
      const realUrl = allowed(link);
      if (realUrl === null) return refuse('shop.noPage', 'the address is not of this platform');
      this.#challenge ??= this.#newChallenge();
      return await this.#challenge.show(realUrl);
    } catch (error) {
      return refuse('shop.noPage', error instanceof Error ? error.message : '');
    }
  }

  /** What the workbench was shown for is done: it goes back out of sight. */
  async hideWorkbench(): Promise<void> {
    if (!this.#isWorkbenchShown) return;
    this.#isWorkbenchShown = false;
    await this.#parts
      .workbench()
      ?.hide()
      .catch(() => {});
  }

  async #showWorkbench(page: PageDriver | null): Promise<Result<null>> {
    if (!page) return refuse('shop.noPage');
    const { shown, why } = await page.show();
    // A page that is opened while all is well stays until the agent closes it.
    this.#isWorkbenchShown = shown && !this.#parts.isOnline();
    return shown ? ok(null) : refuse('shop.noPage', why);
  }

  #newChallenge(): AnnouncedChallenge {
    const { clock, openPage, onLeft } = this.#parts;
    return new AnnouncedChallenge({ clock, openPage, onLeft });
  }
}
