import type { BrowserWindow, WebContents, WebContentsView } from 'electron';
import { dockBounds } from '#shared/model/shop-page.ts';
import { forwardKeys } from './page-keys.ts';

type Guest = {
  readonly view: WebContentsView;
  readonly onReplaced: () => void;
  /** A video of it fills the screen. */
  fillsScreen: boolean;
  letGo: () => void;
};

/**
 * The part of the agent's window where one shop's real page stands beside the conversation. It is a window of the system and lies over
 * whatever our own page draws, so our page says when something has to be seen there.
 */
export class PageDock {
  #window: BrowserWindow | null = null;
  #guest: Guest | null = null;
  /** As our page said last: it says so anew with each page that comes to stand there, not with one that takes the place of another. */
  #isCovered = false;

  /** The window whose part it is; before that nothing can be shown. */
  attach(window: BrowserWindow): void {
    this.#window = window;
    const lay = (): void => this.lay();
    window.on('resize', lay);
    window.on('enter-full-screen', lay);
    window.on('leave-full-screen', lay);
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
      this.#guest = { view, onReplaced, fillsScreen: false, letGo: () => undefined };
      this.#guest.letGo = this.#watch(this.#guest, window);
      window.contentView.addChildView(view);
    }
    this.lay();
    if (window.isMinimized()) window.restore();
    window.focus();
    if (!this.#isCovered) view.webContents.focus();
    return true;
  }

  /** Whether it is this page that stands there. */
  shows(contents: WebContents): boolean {
    return this.#guest?.view.webContents === contents;
  }

  /** Takes this view away, if it is there. */
  remove(view: WebContentsView): void {
    const guest = this.#guest;
    if (guest?.view !== view) return;
    this.#guest = null;
    guest.letGo();
    view.setVisible(true);
    this.#window?.contentView.removeChildView(view);
    if (guest.fillsScreen) this.#window?.setFullScreen(false);
    if (!view.webContents.isDestroyed()) view.webContents.setZoomFactor(1);
  }

  /** Something of our own page lies there, as a dialog: the view is out of sight meanwhile, and the keyboard is our page's. */
  cover(isCovered: boolean): void {
    if (this.#isCovered === isCovered) return;
    this.#isCovered = isCovered;
    this.lay();
    if (isCovered) this.#window?.webContents.focus();
  }

  /** Puts the view where our own page leaves it room, in the same size: that one counts in its own pixels, which zoom makes larger or smaller. */
  lay(): void {
    if (this.#window === null || this.#guest === null) return;
    const { view, fillsScreen } = this.#guest;
    const zoom = this.#window.webContents.getZoomFactor();
    const { width, height } = this.#window.getContentBounds();
    const place = dockBounds({ width: width / zoom, height: height / zoom });
    const x = fillsScreen ? 0 : Math.round(place.x * zoom);
    const y = fillsScreen ? 0 : Math.round(place.y * zoom);
    view.setBounds({ x, y, width: width - x, height: Math.max(0, height - y) });
    view.webContents.setZoomFactor(zoom);
    view.setVisible(!this.#isCovered);
  }

  #watch(guest: Guest, window: BrowserWindow): () => void {
    const { webContents } = guest.view;
    const fill = (fillsScreen: boolean): void => {
      guest.fillsScreen = fillsScreen;
      this.lay();
    };
    const enter = (): void => fill(true);
    const leave = (): void => fill(false);
    // Chromium zooms by host: another one begins with its own.
    const lay = (): void => this.lay();
    webContents.on('enter-html-full-screen', enter);
    webContents.on('leave-html-full-screen', leave);
    webContents.on('did-navigate', lay);
    const undoKeys = forwardKeys(webContents, window, () => !guest.fillsScreen);
    return () => {
      undoKeys();
      webContents.off('enter-html-full-screen', enter);
      webContents.off('leave-html-full-screen', leave);
      webContents.off('did-navigate', lay);
    };
  }
}
