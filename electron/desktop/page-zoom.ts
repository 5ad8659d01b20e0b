import type { BrowserWindow } from 'electron';

/** Chromium's levels: each makes everything a fifth larger. */
const STEP = 0.5;
const FURTHEST = 3;

/** The zoom of our own page. Electron's roles tell nobody of it, and the page in the dock has to follow. */
export class PageZoom {
  readonly #changed: () => void;
  #window: BrowserWindow | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  attach(window: BrowserWindow): void {
    this.#window = window;
  }

  /** Larger or smaller by so many steps; null is the actual size. */
  change(steps: number | null): void {
    if (this.#window === null || this.#window.isDestroyed()) return;
    const { webContents } = this.#window;
    const wanted = steps === null ? 0 : webContents.getZoomLevel() + steps * STEP;
    webContents.setZoomLevel(Math.max(-FURTHEST, Math.min(FURTHEST, wanted)));
    this.#changed();
  }
}
