import type { CdpConnection } from './cdp-connection.ts';
import { PageGone, type CdpSession, type PageSession } from '../../platforms/page/page-session.ts';

export type ChromiumPageOptions = {
  readonly connection: CdpConnection;
  readonly targetId: string;
  readonly sessionId: string;
  readonly headless: boolean;
};

/** One tab of the system's Chromium, over a flattened session of the browser's connection. */
export class ChromiumPage implements PageSession {
  readonly #options: ChromiumPageOptions;
  readonly #goneListeners = new Set<(why: string) => void>();
  readonly #undo: readonly (() => void)[];
  #gone: string | null = null;

  constructor(options: ChromiumPageOptions) {
    this.#options = options;
    const { connection, sessionId, targetId } = options;
    const hearTarget = (event: string, why: string): (() => void) =>
      connection.on(event, undefined, (parameters) => {
        const named = parameters as { readonly targetId?: string; readonly sessionId?: string };
        if (named.targetId === targetId || named.sessionId === sessionId) this.#end(why);
      });
    this.#undo = [
      connection.onEnd((why) => this.#end(why)),
      connection.on('Inspector.targetCrashed', sessionId, () => this.#end('the page crashed')),
      hearTarget('Target.targetCrashed', 'the page crashed'),
      hearTarget('Target.targetDestroyed', 'the page was closed'),
      hearTarget('Target.detachedFromTarget', 'the page was closed'),
    ];
  }

  get isGone(): boolean {
    return this.#gone !== null;
  }

  send<Answer = unknown>(
    method: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    if (this.#gone !== null) return Promise.reject(new PageGone(this.#gone));
    return this.#options.connection.send<Answer>(method, parameters, this.#options.sessionId);
  }

  on(event: string, hear: (parameters: unknown) => void): () => void {
    return this.#options.connection.on(event, this.#options.sessionId, hear);
  }

  frame(sessionId: string): CdpSession {
    const { connection } = this.#options;
    return {
      send: (method, parameters) =>
        this.#gone === null
          ? connection.send(method, parameters, sessionId)
          : Promise.reject(new PageGone(this.#gone)),
      on: (event, hear) => connection.on(event, sessionId, hear),
    };
  }

  onGone(hear: (why: string) => void): () => void {
    if (this.#gone === null) this.#goneListeners.add(hear);
    else hear(this.#gone);
    return () => this.#goneListeners.delete(hear);
  }

  async show(): Promise<{ readonly shown: boolean; readonly why: string }> {
    if (this.#options.headless)
      return { shown: false, why: 'the browser runs without a window (--headless-pages)' };
    await this.#setWindow('normal');
    await this.send('Page.bringToFront');
    return { shown: true, why: '' };
  }

  async hide(): Promise<void> {
    if (!this.#options.headless) await this.#setWindow('minimized');
  }

  /** A minimised window tells nobody; one that is closed takes its page with it (`onGone`). */
  onHidden(): () => void {
    return () => {};
  }

  async close(): Promise<void> {
    if (this.#gone !== null) return;
    // A page that is gone meanwhile is closed: nothing is left to do.
    await this.#options.connection
      .send('Target.closeTarget', { targetId: this.#options.targetId })
      .catch(() => {});
    this.#end('the page was closed');
  }

  async #setWindow(windowState: 'normal' | 'minimized'): Promise<void> {
    const { connection, targetId } = this.#options;
    const { windowId } = await connection.send<{ readonly windowId: number }>(
      'Browser.getWindowForTarget',
      { targetId },
    );
    await connection.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  }

  #end(why: string): void {
    if (this.#gone !== null) return;
    this.#gone = why;
    for (const undo of this.#undo) undo();
    this.#options.connection.endSession(this.#options.sessionId, why);
    for (const hear of this.#goneListeners) hear(why);
    this.#goneListeners.clear();
  }
}
