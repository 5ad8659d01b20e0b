import { Notification } from 'electron';

/** One identity, so that a notification takes the place of the one before also in the system's list. */
const NOTICE_ID = 'waiting';

/** The one notification of the app. */
export class Notice {
  readonly #onClick: () => void;
  readonly #onDismissed: () => void;
  #shown: Notification | null = null;

  constructor(parts: { readonly onClick: () => void; readonly onDismissed: () => void }) {
    this.#onClick = parts.onClick;
    this.#onDismissed = parts.onDismissed;
  }

  show(words: { readonly title: string; readonly body: string }, isSilent: boolean): void {
    if (!Notification.isSupported()) return;
    const before = this.#shown;
    const notification = new Notification({ ...words, id: NOTICE_ID, silent: isSilent });
    this.#shown = notification;
    notification.on('click', () => this.#onClick());
    notification.on('close', () => {
      // Also told of the one whose place was taken.
      if (this.#shown === notification) this.#onDismissed();
    });
    // Linux knows no identity: the one before goes by itself.
    if (process.platform === 'linux') before?.close();
    notification.show();
  }

  /** Also out of the system's list, where it may lie unseen. */
  withdraw(): void {
    const shown = this.#shown;
    this.#shown = null;
    shown?.close();
  }
}
