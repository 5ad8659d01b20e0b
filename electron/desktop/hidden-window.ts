import { BaseWindow, type WebContentsView } from 'electron';

/** As large as a desktop: the pages lay themselves out for agents, not for phones. */
const SIZE = { width: 1280, height: 860 } as const;

/** The window that nobody sees, in which the shops' pages live while none of them is shown. */
export class HiddenWindow {
  #window: BaseWindow | null = null;

  take(view: WebContentsView): void {
    if (this.#window === null || this.#window.isDestroyed()) {
      this.#window = new BaseWindow({ ...SIZE, show: false, title: '多店' });
    }
    this.#window.contentView.addChildView(view);
    view.setBounds({ x: 0, y: 0, ...SIZE });
  }

  release(view: WebContentsView): void {
    if (this.#window?.isDestroyed() === false) this.#window.contentView.removeChildView(view);
  }

  close(): void {
    if (this.#window?.isDestroyed() === false) this.#window.destroy();
    this.#window = null;
  }
}
