import type { CdpConnection } from './cdp-connection.ts';
import { traceProcessIds } from './process-trace.ts';
import {
  PageGone,
  type CdpSession,
  type PageSession,
  type PageShown,
} from '../../platforms/session/page-session.ts';

export type ChromiumPageOptions = {
  readonly connection: CdpConnection;
  readonly targetId: string;
  readonly sessionId: string;
  readonly headless: boolean;
};

type BrowserWindow = {
  readonly windowId: number;
  readonly bounds: { readonly windowState?: string };
};

/** After these a frame may live in another process. */
const FRAME_EVENTS = ['Page.frameNavigated', 'Page.frameDetached'] as const;

/** One tab of the system's Chromium, over a flattened session of the browser's connection. */
export class ChromiumPage implements PageSession {
  readonly #options: ChromiumPageOptions;
  readonly #goneListeners = new Set<(gone: PageGone) => void>();
  readonly #undo: readonly (() => void)[];
  #gone: PageGone | null = null;
  #isShown = false;
  #processIds: readonly number[] | null = null;

  constructor(options: ChromiumPageOptions) {
    this.#options = options;
    const { connection, sessionId, targetId } = options;
    const hearTarget = (event: string, gone: PageGone): (() => void) =>
      connection.on(event, undefined, (parameters) => {
        const named = parameters as { readonly targetId?: string; readonly sessionId?: string };
        if (named.targetId === targetId || named.sessionId === sessionId) this.#end(gone);
      });
    this.#undo = [
      connection.onEnd((why) => this.#end(new PageGone('closed', why))),
      connection.on('Inspector.targetCrashed', sessionId, () =>
        this.#end(new PageGone('crashed', 'the page crashed')),
      ),
      hearTarget('Target.targetCrashed', new PageGone('crashed', 'the page crashed')),
      hearTarget('Target.targetDestroyed', new PageGone('closed', 'the page was closed')),
      hearTarget('Target.detachedFromTarget', new PageGone('closed', 'the page was closed')),
      ...FRAME_EVENTS.map((event) =>
        connection.on(event, sessionId, () => this.#forgetProcesses()),
      ),
    ];
  }

  get isGone(): boolean {
    return this.#gone !== null;
  }

  send<Answer = unknown>(
    method: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    if (this.#gone !== null) return Promise.reject(this.#gone);
    return this.#options.connection.send<Answer>(method, parameters, this.#options.sessionId);
  }

  on(event: string, listener: (parameters: unknown) => void): () => void {
    return this.#options.connection.on(event, this.#options.sessionId, listener);
  }

  frame(sessionId: string): CdpSession {
    const { connection } = this.#options;
    return {
      send: (method, parameters) =>
        this.#gone === null
          ? connection.send(method, parameters, sessionId)
          : Promise.reject(this.#gone),
      on: (event, listener) => connection.on(event, sessionId, listener),
    };
  }

  onGone(listener: (gone: PageGone) => void): () => void {
    if (this.#gone === null) this.#goneListeners.add(listener);
    else listener(this.#gone);
    return () => this.#goneListeners.delete(listener);
  }

  async show(): Promise<PageShown> {
    if (this.#options.headless) return { shown: false, why: 'noDisplay' };
    if (this.#gone !== null) return { shown: false, why: 'gone' };
    await this.#setWindow('normal');
    await this.send('Page.bringToFront');
    this.#isShown = true;
    return { shown: true, place: 'window' };
  }

  async hide(): Promise<void> {
    this.#isShown = false;
    if (!this.#options.headless) await this.#setWindow('minimized');
  }

  /** A person may have minimised the window meanwhile. */
  async isShown(): Promise<boolean> {
    if (!this.#isShown) return false;
    const { bounds } = await this.#window();
    return bounds.windowState !== 'minimized';
  }

  /** The processes of its frames; those of the last time while it has not gone elsewhere and all of them still `live`. */
  async processIds(live: ReadonlySet<number>): Promise<readonly number[]> {
    const known = this.#processIds;
    if (known?.every((id) => live.has(id)) === true) return known;
    this.#processIds = null;
    const found = await traceProcessIds(this);
    this.#processIds = found;
    return found;
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
    this.#end(new PageGone('closed', 'the page was closed'));
  }

  async #setWindow(windowState: 'normal' | 'minimized'): Promise<void> {
    const { windowId } = await this.#window();
    await this.#options.connection.send('Browser.setWindowBounds', {
      windowId,
      bounds: { windowState },
    });
  }

  #window(): Promise<BrowserWindow> {
    const { connection, targetId } = this.#options;
    return connection.send<BrowserWindow>('Browser.getWindowForTarget', { targetId });
  }

  #forgetProcesses(): void {
    this.#processIds = null;
  }

  #end(gone: PageGone): void {
    if (this.#gone !== null) return;
    this.#gone = gone;
    for (const undo of this.#undo) undo();
    this.#options.connection.endSession(this.#options.sessionId, gone.message);
    for (const listener of this.#goneListeners) listener(gone);
    this.#goneListeners.clear();
  }
}
