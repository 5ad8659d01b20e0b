import type { WebContentsView } from 'electron';
import { beginPage, type PageIdentity } from '../host/pages/stock-chrome.ts';
import { KeyedListeners } from '#shared/async/keyed-listeners.ts';
import {
  PageGone,
  type CdpSession,
  type PageSession,
  type PageShown,
} from '../platforms/session/page-session.ts';
import type { HiddenWindow } from './hidden-window.ts';
import type { PageDock } from './page-dock.ts';

const CDP_VERSION = '1.3';

/** PL11: a page that prints opens the system's dialog and waits for it, and Electron has no switch against that. */
const NO_PRINTING = { source: 'window.print = () => {};' };

/**
 * One page of a shop in the desktop host: a view that lives in the window nobody sees, and stands in the dock beside the
 * conversation while a person wants to see the real page. The Chrome DevTools Protocol reaches it through `webContents.debugger`.
 */
export class DebuggerPage implements PageSession {
  readonly #view: WebContentsView;
  readonly #home: HiddenWindow;
  readonly #dock: PageDock;
  readonly #hiddenListeners = new Set<() => void>();
  readonly #eventListeners = new KeyedListeners<string, unknown>();
  readonly #goneListeners = new Set<(gone: PageGone) => void>();
  #isDocked = false;
  #gone: PageGone | null = null;

  private constructor(view: WebContentsView, home: HiddenWindow, dock: PageDock) {
    this.#view = view;
    this.#home = home;
    this.#dock = dock;
    const { webContents } = view;
    webContents.debugger.on('message', (_event, method, parameters: unknown, sessionId) => {
      this.#eventListeners.notify(`${sessionId ?? ''} ${method}`, parameters);
    });
    webContents.debugger.on('detach', (_event, reason) =>
      this.#end(new PageGone('closed', `debugger: ${reason}`)),
    );
    webContents.once('render-process-gone', (_event, details) =>
      this.#end(new PageGone('crashed', `page: ${details.reason}`)),
    );
    // PL11: nobody is asked whether a page may be left.
    webContents.on('will-prevent-unload', (event) => event.preventDefault());
    webContents.once('destroyed', () => this.#end(new PageGone('closed', 'page closed')));
  }

  /** Where it rejects nothing of the page is left. */
  static async open(
    view: WebContentsView,
    home: HiddenWindow,
    dock: PageDock,
    identity: PageIdentity,
  ): Promise<DebuggerPage> {
    home.take(view);
    try {
      // As in the browser host: our own alerts ring, not the shops' pages.
      view.webContents.setAudioMuted(true);
      // A page that was never loaded has nothing to attach to.
      await view.webContents.loadURL('about:blank');
      view.webContents.debugger.attach(CDP_VERSION);
      const page = new DebuggerPage(view, home, dock);
      await beginPage((method, parameters) => page.send(method, parameters), identity);
      await page.send('Page.addScriptToEvaluateOnNewDocument', NO_PRINTING);
      return page;
    } catch (error) {
      home.release(view);
      if (!view.webContents.isDestroyed()) view.webContents.close();
      throw error;
    }
  }

  send<Answer = unknown>(
    method: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    return this.#send('', method, parameters);
  }

  on(event: string, listener: (parameters: unknown) => void): () => void {
    return this.#on('', event, listener);
  }

  frame(sessionId: string): CdpSession {
    return {
      send: (method, parameters = {}) => this.#send(sessionId, method, parameters),
      on: (event, listener) => this.#on(sessionId, event, listener),
    };
  }

  onGone(listener: (gone: PageGone) => void): () => void {
    if (this.#gone === null) this.#goneListeners.add(listener);
    else listener(this.#gone);
    return () => {
      this.#goneListeners.delete(listener);
    };
  }

  show(): Promise<PageShown> {
    if (this.#gone !== null) return Promise.resolve({ shown: false, why: 'gone' });
    if (!this.#isDocked) this.#home.release(this.#view);
    this.#isDocked = this.#dock.show(this.#view, () => {
      // Another shop's page takes the place.
      this.#leaveDock();
      for (const listener of this.#hiddenListeners) listener();
    });
    if (this.#isDocked) return Promise.resolve({ shown: true, place: 'beside' });
    this.#home.take(this.#view);
    return Promise.resolve({ shown: false, why: 'noDisplay' });
  }

  hide(): Promise<void> {
    if (this.#gone === null) this.#leaveDock();
    return Promise.resolve();
  }

  isShown(): boolean {
    return this.#isDocked;
  }

  /** Of the page's own frames and of those of other sites. */
  processIds(): readonly number[] | null {
    if (this.#gone !== null) return null;
    return this.#view.webContents.mainFrame.framesInSubtree.map((frame) => frame.osProcessId);
  }

  onHidden(listener: () => void): () => void {
    this.#hiddenListeners.add(listener);
    return () => {
      this.#hiddenListeners.delete(listener);
    };
  }

  close(): Promise<void> {
    this.#end(new PageGone('closed', 'page closed'));
    return Promise.resolve();
  }

  /** The page's own session has no id. */
  async #send<Answer>(
    sessionId: string,
    method: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    if (this.#gone !== null) throw this.#gone;
    const { debugger: line } = this.#view.webContents;
    const own = sessionId === '' ? [] : [sessionId];
    try {
      return (await line.sendCommand(method, parameters, ...own)) as Answer;
    } catch (error) {
      // Looked up again: the page may have gone while the command was under way.
      throw this.#gone ?? error;
    }
  }

  #on(sessionId: string, event: string, listener: (parameters: unknown) => void): () => void {
    return this.#eventListeners.listen(`${sessionId} ${event}`, listener);
  }

  #leaveDock(): void {
    if (!this.#isDocked) return;
    this.#isDocked = false;
    this.#dock.remove(this.#view);
    this.#home.take(this.#view);
  }

  #end(gone: PageGone): void {
    if (this.#gone !== null) return;
    this.#gone = gone;
    this.#dock.remove(this.#view);
    const { webContents } = this.#view;
    // A view does not close its web contents with its window.
    if (!webContents.isDestroyed()) webContents.close();
    this.#home.release(this.#view);
    for (const listener of this.#goneListeners) listener(gone);
    this.#goneListeners.clear();
    this.#hiddenListeners.clear();
    this.#eventListeners.clear();
  }
}
