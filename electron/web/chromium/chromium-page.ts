import type { CdpConnection } from './cdp-connection.ts';
import { PageGone, type PageSession, type PageShown } from '../../platforms/page/page-session.ts';

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

  onGone(hear: (why: string) => void): () => void {
    if (this.#gone === null) this.#goneListeners.add(hear);
    else hear(this.#gone);
    return () => this.#goneListeners.delete(hear);
  }

  async show(): Promise<PageShown> {
    if (this.#options.headless) return { shown: false, why: 'noDisplay' };
    if (this.#gone !== null) return { shown: false, why: 'gone' };
    await this.#setWindow('normal');
    await this.send('Page.bringToFront');
    return { shown: true, place: 'window' };
  }

  async hide(): Promise<void> {
    if (!this.#options.headless) await this.#setWindow('minimized');
  }

  /** Never: whoever closes the window closes the page with it. */
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
