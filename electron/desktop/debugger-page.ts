import { BaseWindow, type WebContentsView } from 'electron';
import { PageGone, type CdpSession, type PageSession } from '../platforms/page/page-session.ts';

const CDP_VERSION = '1.3';

/**
 * One page of a shop in the desktop host: a view in a window of its own that stays hidden until a person has to see the
 * real page. The Chrome DevTools Protocol reaches it through `webContents.debugger`.
 */
export class DebuggerPage implements PageSession {
  readonly #view: WebContentsView;
  readonly #window: BaseWindow;
  readonly #eventListeners = new Map<string, Set<(parameters: unknown) => void>>();
  readonly #goneListeners = new Set<(why: string) => void>();
  #gone: string | null = null;

  private constructor(view: WebContentsView, window: BaseWindow) {
    this.#view = view;
    this.#window = window;
    const { webContents } = view;
    webContents.debugger.on('message', (_event, method, parameters: unknown, sessionId) => {
      for (const hear of this.#eventListeners.get(`${sessionId ?? ''} ${method}`) ?? [])
        hear(parameters);
    });
    webContents.debugger.on('detach', (_event, reason) => this.#end(`debugger: ${reason}`));
    webContents.once('render-process-gone', (_event, details) =>
      this.#end(`page: ${details.reason}`),
    );
    webContents.once('destroyed', () => this.#end('page closed'));
    // The cross of the window hides the page; the shop goes on with it.
    window.on('close', (event) => {
      if (this.#gone !== null) return;
      event.preventDefault();
      window.hide();
    });
  }

  static async open(view: WebContentsView): Promise<DebuggerPage> {
    const window = new BaseWindow({ width: 1280, height: 860, show: false, title: '多店' });
    window.contentView.addChildView(view);
    const fill = (): void => {
      const { width, height } = window.getContentBounds();
      view.setBounds({ x: 0, y: 0, width, height });
    };
    fill();
    window.on('resize', fill);
    // A page that was never loaded has nothing to attach to.
    await view.webContents.loadURL('about:blank');
    view.webContents.debugger.attach(CDP_VERSION);
    return new DebuggerPage(view, window);
  }

  send<Answer = unknown>(
    method: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    return this.#send('', method, parameters);
  }

  on(event: string, hear: (parameters: unknown) => void): () => void {
    return this.#on('', event, hear);
  }

  frame(sessionId: string): CdpSession {
    return {
      send: (method, parameters = {}) => this.#send(sessionId, method, parameters),
      on: (event, hear) => this.#on(sessionId, event, hear),
    };
  }

  onGone(hear: (why: string) => void): () => void {
    if (this.#gone === null) this.#goneListeners.add(hear);
    else hear(this.#gone);
    return () => {
      this.#goneListeners.delete(hear);
    };
  }

  show(): Promise<{ readonly shown: boolean; readonly why: string }> {
    if (this.#gone !== null) return Promise.resolve({ shown: false, why: this.#gone });
    this.#window.show();
    this.#window.focus();
    return Promise.resolve({ shown: true, why: '' });
  }

  hide(): Promise<void> {
    if (this.#gone === null) this.#window.hide();
    return Promise.resolve();
  }

  isShown(): boolean {
    return this.#gone === null && this.#window.isVisible() && !this.#window.isMinimized();
  }

  /** Of the page's own frames and of those of other sites. */
  processIds(): readonly number[] | null {
    if (this.#gone !== null) return null;
    return this.#view.webContents.mainFrame.framesInSubtree.map((frame) => frame.osProcessId);
  }

  close(): Promise<void> {
    this.#end('page closed');
    return Promise.resolve();
  }

  /** The page's own session has no id. */
  async #send<Answer>(
    sessionId: string,
    method: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    if (this.#gone !== null) throw new PageGone(this.#gone);
    const { debugger: line } = this.#view.webContents;
    const own = sessionId === '' ? [] : [sessionId];
    try {
      return (await line.sendCommand(method, parameters, ...own)) as Answer;
    } catch (error) {
      // Looked up again: the page may have gone while the command was under way.
      throw this.#gone === null ? error : new PageGone(this.#gone);
    }
  }

  #on(sessionId: string, event: string, hear: (parameters: unknown) => void): () => void {
    const key = `${sessionId} ${event}`;
    const listeners = this.#eventListeners.get(key) ?? new Set();
    this.#eventListeners.set(key, listeners);
    listeners.add(hear);
    return () => {
      listeners.delete(hear);
      if (listeners.size === 0 && this.#eventListeners.get(key) === listeners)
        this.#eventListeners.delete(key);
    };
  }

  #end(why: string): void {
    if (this.#gone !== null) return;
    this.#gone = why;
    const { webContents } = this.#view;
    // A view does not close its web contents with its window.
    if (!webContents.isDestroyed()) webContents.close();
    if (!this.#window.isDestroyed()) this.#window.destroy();
    for (const hear of this.#goneListeners) hear(why);
    this.#goneListeners.clear();
    this.#eventListeners.clear();
  }
}
