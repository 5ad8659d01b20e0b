import * as z from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { pause } from './pause.ts';
import type { PageSession } from './page-session.ts';

const dialogSchema = z.object({ type: z.string() });
const windowSchema = z.object({ url: z.string(), userGesture: z.boolean() });

/** How long a question waits for the person before whom the page is shown. She may have gone. */
const PERSON_ANSWERS_WITHIN_MS = 60_000;
/** So many dialogs of a page are answered at once; one that asks without end holds up itself alone. */
const ANSWERED_AT_ONCE = 20;
const NEXT_ANSWER_MS = 500;

type Dialog = { readonly closed: AbortController };

export type PageMannersOptions = {
  readonly page: PageSession;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether the page itself may go to this address. */
  readonly allows: (url: string) => boolean;
};

/**
 * PL11: a page asks for a person in no other way than by being shown to her. The rules, the same in both hosts:
 * - dialogs of a hidden page are answered "no" at once, those of a shown one are the person's (the desktop host answers those too);
 *   leaving is always allowed;
 * - a hidden page’s file choosers are taken back (those of its frames by `PageGuard`);
 * - no page opens a window, the hosts close each at its birth. What a person opens from a shown page comes in that page itself,
 *   if it is on the platform's hosts: there is one page to guard, and the dock has room for one.
 * Downloads, permissions, passwords and printing are refused by the host for all its pages.
 */
export class PageManners {
  readonly #options: PageMannersOptions;
  readonly #undo: readonly (() => void)[];
  readonly #told = new Set<string>();
  readonly #ending = new AbortController();
  #dialog: Dialog | null = null;
  #answered = 0;
  #isShown = false;

  constructor(options: PageMannersOptions) {
    this.#options = options;
    const { page } = options;
    this.#undo = [
      page.on('Page.javascriptDialogOpening', (event) => void this.#meetDialog(event)),
      page.on('Page.javascriptDialogClosed', () => this.#dialog?.closed.abort()),
      page.on('Page.windowOpen', (event) => this.#meetWindow(event)),
      page.on('Page.frameNavigated', () => (this.#answered = 0)),
    ];
  }

  /** The page has just been shown to a person, or is hidden. */
  async watch(isShown: boolean): Promise<void> {
    const { page } = this.#options;
    this.#isShown = isShown;
    if (!isShown && this.#dialog !== null) await this.#answer(false);
    await page.send('Page.setInterceptFileChooserDialog', { enabled: !isShown, cancel: true });
  }

  /** To be called when the page is closed: closing may raise the last question. */
  end(): void {
    this.#ending.abort();
    for (const undo of this.#undo) undo();
  }

  async #meetDialog(event: unknown): Promise<void> {
    const { clock } = this.#options;
    const { type = '' } = dialogSchema.safeParse(event).data ?? {};
    const isLeaving = type === 'beforeunload';
    const closed = new AbortController();
    this.#dialog = { closed };
    const signal = AbortSignal.any([closed.signal, this.#ending.signal]);
    this.#tell(`dialog ${type}`);
    this.#answered += 1;
    if (this.#isShown && !isLeaving) await pause(clock, PERSON_ANSWERS_WITHIN_MS, signal);
    else if (this.#answered > ANSWERED_AT_ONCE) await pause(clock, NEXT_ANSWER_MS, signal);
    if (!signal.aborted) await this.#answer(isLeaving);
  }

  async #answer(accept: boolean): Promise<void> {
    this.#dialog?.closed.abort();
    this.#dialog = null;
    // One that the person, or the page's end, has closed meanwhile needs no answer.
    await this.#options.page.send('Page.handleJavaScriptDialog', { accept }).catch(() => {});
  }

  #meetWindow(event: unknown): void {
    const { page, allows } = this.#options;
    const opened = windowSchema.safeParse(event).data;
    if (opened === undefined) return;
    const isWanted = this.#isShown && opened.userGesture && allows(opened.url);
    if (!isWanted) return this.#tell('window');
    page.send('Page.navigate', { url: opened.url }).catch(() => {});
  }

  /** Once of a kind: what a page asks for without end must not fill the log. */
  #tell(asked: string): void {
    if (this.#told.has(asked)) return;
    this.#told.add(asked);
    this.#options.log.info('page.askRefused', { asked });
  }
}
