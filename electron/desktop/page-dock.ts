import type { BrowserWindow, WebContentsView } from 'electron';
import { dockBounds } from '#shared/model/shop-page.ts';

type Guest = { readonly view: WebContentsView; readonly onReplaced: () => void };

/** The part of the agent's window where one shop's real page stands beside the conversation. */
export class PageDock {
  #window: BrowserWindow | null = null;
  #guest: Guest | null = null;

  /** The window whose part it is; before that nothing can be shown. */
  attach(window: BrowserWindow): void {
    this.#window = window;
    window.on('resize', () => this.lay());
    window.once('closed', () => {
      this.#window = null;
      this.#guest = null;
    });
  }

  /** Puts this view there, in the place of another shop's. False while there is no window. */
  show(view: WebContentsView, onReplaced: () => void): boolean {
    const window = this.#window;
    if (window === null) return false;
    if (this.#guest?.view !== view) {
      this.#guest?.onReplaced();
      this.#guest = { view, onReplaced };
      window.contentView.addChildView(view);
    }
    this.lay();
    if (window.isMinimized()) window.restore();
    window.focus();
    view.webContents.focus();
    return true;
  }

  /** Takes this view away, if it is there. */
  remove(view: WebContentsView): void {
    if (this.#guest?.view !== view) return;
    this.#guest = null;
    this.#window?.contentView.removeChildView(view);
  }

  /** Puts the view where our own page leaves it room: that one counts in its own pixels, which zoom makes larger or smaller. */
  lay(): void {
    if (this.#window === null || this.#guest === null) return;
    const zoom = this.#window.webContents.getZoomFactor();
    const { width, height } = this.#window.getContentBounds();
    const place = dockBounds({ width: width / zoom, height: height / zoom });
    const x = Math.round(place.x * zoom);
    const y = Math.round(place.y * zoom);
    this.#guest.view.setBounds({ x, y, width: width - x, height: Math.max(0, height - y) });
  }
}
