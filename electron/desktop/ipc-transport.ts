import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { DeltaPublisher } from '../ipc/delta-publisher.ts';
import { type Doorway, handleRequest } from '../ipc/guard.ts';
import type { CallName } from '#shared/ipc/call-names.ts';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import { refuse, type Result } from '#shared/model/result.ts';
import { APP_ORIGIN, CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

/** What every page asks first, when it already listens. */
const FIRST_CALL: CallName = 'sync.loadSnapshot';

/** SE2: the caller is the main frame of this window, showing our own page. */
const isPageOf = (window: BrowserWindow, event: IpcMainInvokeEvent): boolean => {
  const frame = event.senderFrame;
  return (
    !window.isDestroyed() &&
    frame !== null &&
    frame.parent === null &&
    event.sender === window.webContents &&
    frame === window.webContents.mainFrame &&
    frame.origin === APP_ORIGIN
  );
};

/** One window, as far as its page is told something. */
class Listener {
  readonly window: BrowserWindow;
  #isListening = false;
  /** The last thing to be shown there; an older wish is no wish any more. */
  #wish: EventMessage | null = null;

  constructor(window: BrowserWindow) {
    this.window = window;
    // A page that is loaded anew hears nothing before it listens again.
    window.webContents.on('did-navigate', () => (this.#isListening = false));
  }

  notify(message: EventMessage): void {
    if (!this.window.isDestroyed()) this.window.webContents.send(EVENT_CHANNEL, message);
  }

  /** Told as soon as the page can hear it. */
  show(message: EventMessage): void {
    if (this.#isListening) this.notify(message);
    else this.#wish = message;
  }

  listens(): void {
    this.#isListening = true;
    const wish = this.#wish;
    this.#wish = null;
    if (wish !== null) this.notify(wish);
  }
}

/** The IPC contract over Electron's IPC, for every window of our own page. */
export class IpcTransport {
  readonly #parts: Doorway & { readonly publisher: DeltaPublisher };
  readonly #listeners = new Map<BrowserWindow, Listener>();
  readonly #undo: () => void;

  constructor(parts: Doorway & { readonly publisher: DeltaPublisher }) {
    this.#parts = parts;
    ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) =>
      this.#answer(event, name, input),
    );
    this.#undo = parts.publisher.onFrame((payload) => {
      for (const listener of this.#listeners.values()) {
        listener.notify({ event: 'sync.delta', payload });
      }
    });
  }

  /** From now on this window's page is answered, until the window is closed. */
  serve(window: BrowserWindow): void {
    this.#listeners.set(window, new Listener(window));
    window.once('closed', () => this.#listeners.delete(window));
  }

  /** Brings something before the agent in one window, as soon as its page listens. */
  show(window: BrowserWindow, message: EventMessage): void {
    this.#listeners.get(window)?.show(message);
  }

  close(): void {
    this.#undo();
    this.#listeners.clear();
    ipcMain.removeHandler(CALL_CHANNEL);
  }

  async #answer(
    event: IpcMainInvokeEvent,
    name: unknown,
    input: unknown,
  ): Promise<Result<unknown>> {
    const listener = [...this.#listeners.values()].find(({ window }) => isPageOf(window, event));
    if (listener === undefined || typeof name !== 'string') {
      this.#parts.log.warn('ipc.refused');
      return refuse('ipc.failed', 'not our page');
    }
    const answer = await handleRequest(this.#parts, name, input);
    // Behind the answer, so that the page has the snapshot when it is shown something of it.
    if (name === FIRST_CALL) setImmediate(() => listener.listens());
    return answer;
  }
}
