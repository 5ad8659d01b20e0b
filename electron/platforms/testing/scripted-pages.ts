import type { ShopId } from '#shared/model/ids.ts';
import { NO_PAGES, type LivePages } from '#shared/model/live-pages.ts';
import {
  PageGone,
  type PageHost,
  type PageShown,
  type PageSession,
  type SessionCookie,
} from '../session/page-session.ts';

/** What the script in the page answers, by the name of its function, or of the operation of `invoke`. */
export type ScriptAnswers = Readonly<Record<string, (...given: unknown[]) => unknown>>;

/** A page without a browser: answers the commands that a connector gives, and goes where a test sends it. */
export class ScriptedPage implements PageSession {
  readonly asked: string[] = [];
  readonly #answers: () => ScriptAnswers;
  readonly #landsAt: (url: string) => string;
  readonly #listeners = new Map<string, Set<(parameters: unknown) => void>>();
  /** The patterns of the last `Fetch.enable`: what the guard looks at. */
  watched = '';
  isShown = false;
  readonly #hiddenListeners = new Set<() => void>();
  readonly #goneListeners = new Set<(gone: PageGone) => void>();
  #gone: PageGone | null = null;
  #document = 0;

  constructor(answers: () => ScriptAnswers, landsAt: (url: string) => string) {
    this.#answers = answers;
    this.#landsAt = landsAt;
  }

  async send<Answer>(method: string, parameters: Readonly<Record<string, unknown>> = {}) {
    if (this.#gone !== null) throw this.#gone;
    return (await this.#answer(method, parameters)) as Answer;
  }

  on(event: string, hear: (parameters: unknown) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(hear));
    return () => listeners.delete(hear);
  }

  frame(): PageSession {
    return this;
  }

  onGone(hear: (gone: PageGone) => void): () => void {
    this.#goneListeners.add(hear);
    return () => this.#goneListeners.delete(hear);
  }

  show(): Promise<PageShown> {
    this.isShown = true;
    return Promise.resolve({ shown: true, place: 'window' });
  }

  hide(): Promise<void> {
    this.isShown = false;
    return Promise.resolve();
  }

  onHidden(hear: () => void): () => void {
    this.#hiddenListeners.add(hear);
    return () => this.#hiddenListeners.delete(hear);
  }

  /** The agent puts the shown page out of sight. */
  putAway(): void {
    for (const hear of this.#hiddenListeners) hear();
  }

  close(): Promise<void> {
    this.end(new PageGone('closed', 'closed'));
    return Promise.resolve();
  }

  /** The page crashes or is closed. */
  end(gone: PageGone): void {
    if (this.#gone !== null) return;
    this.#gone = gone;
    for (const hear of this.#goneListeners) hear(gone);
  }

  /** The page goes elsewhere by itself. */
  goTo(url: string): void {
    this.#document += 1;
    this.tell('Page.frameNavigated', { frame: { id: 'main', url } });
  }

  /** A DevTools event of this page. */
  tell(event: string, parameters: unknown): void {
    for (const hear of this.#listeners.get(event) ?? []) hear(parameters);
  }

  async #answer(method: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    switch (method) {
      case 'Page.getFrameTree':
        return { frameTree: { frame: { id: 'main', url: 'about:blank' } } };
      case 'Page.navigate':
        this.goTo(this.#landsAt(String(parameters['url'])));
        return {};
      case 'Fetch.enable':
        this.watched = JSON.stringify(parameters['patterns']);
        return {};
      case 'Runtime.evaluate':
        return { result: { objectId: `script of document ${this.#document}` } };
      case 'Runtime.callFunctionOn':
        return this.#call(parameters);
      default:
        return {};
    }
  }

  async #call(parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (parameters['objectId'] !== `script of document ${this.#document}`)
      throw new Error('Cannot find context with specified id');
    const [name, given] = (parameters['arguments'] as { value: unknown }[]).map(
      ({ value }) => value,
    ) as [string, unknown[]];
    const operation = name === 'invoke' ? String(given[0]) : name;
    this.asked.push(operation);
    const value = await this.#answers()[operation]?.(...given);
    return { result: { value: JSON.stringify(value ?? null) } };
  }
}

/** Keeps what a page host keeps, in memory. */
export class ScriptedPages implements PageHost {
  readonly opened: ScriptedPage[] = [];
  readonly replaced: (readonly SessionCookie[])[] = [];
  fingerprint: string | null = null;
  answers: ScriptAnswers = {};
  /** Where the server sends a page that asks for an address. */
  landsAt: (url: string) => string = (url) => url;

  get page(): ScriptedPage {
    const page = this.opened.at(-1);
    if (!page) throw new Error('no page was opened');
    return page;
  }

  open(_shopId: ShopId): Promise<PageSession> {
    const page = new ScriptedPage(
      () => this.answers,
      (url) => this.landsAt(url),
    );
    this.opened.push(page);
    return Promise.resolve(page);
  }

  replaceCookies(_shopId: ShopId, cookies: readonly SessionCookie[]): Promise<void> {
    this.replaced.push(cookies);
    return Promise.resolve();
  }

  cookieFingerprint(): Promise<string | null> {
    return Promise.resolve(this.fingerprint);
  }

  keepFingerprint(_shopId: ShopId, fingerprint: string): Promise<void> {
    this.fingerprint = fingerprint;
    return Promise.resolve();
  }

  loadLivePages(): Promise<LivePages> {
    return Promise.resolve(NO_PAGES);
  }

  forget(): Promise<void> {
    this.fingerprint = null;
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
