import { BrowserWindow, type Session } from 'electron';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import { conversationKey, type ConversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { queryOf } from '#shared/model/window-address.ts';
import { APP_ORIGIN } from './channels.ts';
import { PAGE_PREFERENCES } from './page-preferences.ts';

/** Each is a process with a replica of its own. */
const MOST = 12;

const SIZE = { width: 640, height: 720, minWidth: 460, minHeight: 420 } as const;

export type ConversationWindowParts = {
  readonly session: () => Session;
  readonly preload: string;
  /** Whatever our own page needs around it. */
  readonly take: (window: BrowserWindow) => void;
};

/** Windows that show one conversation each, beside the one with everything. They are the same page under another address. */
export class ConversationWindows {
  readonly #parts: ConversationWindowParts;
  readonly #open = new Map<ConversationKey, BrowserWindow>();

  constructor(parts: ConversationWindowParts) {
    this.#parts = parts;
  }

  /** Opens it, or brings it to the front. False where there are too many. */
  show(ref: ConversationRef): boolean {
    const key = conversationKey(ref);
    if (this.bring(key)) return true;
    if (this.#open.size >= MOST) return false;
    const { session, preload, take } = this.#parts;
    const window = new BrowserWindow({
      ...SIZE,
      show: false,
      title: '多店',
      autoHideMenuBar: true,
      backgroundColor: '#f5f6f8',
      webPreferences: { ...PAGE_PREFERENCES, session: session(), preload },
    });
    this.#open.set(key, window);
    window.once('closed', () => this.#open.delete(key));
    window.once('ready-to-show', () => window.show());
    take(window);
    void window.loadURL(`${APP_ORIGIN}/${queryOf(ref)}`);
    return true;
  }

  /** The window that has this conversation comes to the front; false where none has. */
  bring(key: ConversationKey): boolean {
    const window = this.#open.get(key);
    if (window === undefined) return false;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return true;
  }

  /** What is to be shown to the agent is already before her in one of these. */
  has(message: EventMessage): boolean {
    return message.event === 'window.openConversation' && this.bring(message.payload.key);
  }

  isFocused(): boolean {
    return [...this.#open.values()].some((window) => window.isFocused());
  }
}
