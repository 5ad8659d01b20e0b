import { Menu, Tray } from 'electron';
import type { Tally } from '../alerts/tally.ts';
import { hasStatusNotifierHost } from '../host/machine/status-notifier.ts';
import { countLine } from './alert-words.ts';
import type { DesktopTexts } from './texts.ts';
import type { TrayPictures } from './tray-picture.ts';

export type TrayParts = {
  readonly platform: NodeJS.Platform;
  readonly pictures: TrayPictures;
  readonly texts: () => DesktopTexts;
  readonly isMuted: () => boolean;
  readonly onOpen: () => void;
  readonly onMute: (isMuted: boolean) => void;
  readonly onQuit: () => void;
};

/** The icon beside the clock: how many wait, and the way back to a window that was closed. */
export class AppTray {
  readonly #parts: TrayParts;
  #tray: Tray | null = null;
  #tally: Tally | null = null;
  #shown = '';

  constructor(parts: TrayParts) {
    this.#parts = parts;
  }

  /** Makes the icon where the desktop shows any, and says whether it does. Asked again, because a desktop may learn it later. */
  async tryShow(): Promise<boolean> {
    if (this.#tray !== null) return true;
    if (this.#parts.platform === 'linux' && !(await hasStatusNotifierHost())) return false;
    this.#tray ??= this.#make();
    this.#draw();
    return true;
  }

  show(tally: Tally): void {
    this.#tally = tally;
    this.#draw();
  }

  /** The language or a setting may be another one. */
  refresh(): void {
    this.#draw();
  }

  remove(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  #make(): Tray {
    const { platform, pictures, onOpen } = this.#parts;
    const isMac = platform === 'darwin';
    const tray = new Tray(isMac ? pictures.forMenuBar() : pictures.forTray(0));
    tray.on('double-click', onOpen);
    // On macOS a click opens the menu. What a Linux desktop takes for an activation comes as a click.
    if (!isMac) tray.on('click', onOpen);
    this.#shown = '';
    return tray;
  }

  #draw(): void {
    const tray = this.#tray;
    if (tray === null) return;
    const { platform, pictures, texts, isMuted } = this.#parts;
    const words = texts();
    const waiting = this.#tally?.waiting ?? 0;
    const line = this.#tally === null ? words.nobodyWaits : countLine(this.#tally, words);
    const shown = `${words.quit}|${line}|${String(isMuted())}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (platform === 'darwin') tray.setTitle(waiting === 0 ? '' : String(waiting));
    else tray.setImage(pictures.forTray(waiting));
    tray.setToolTip(`${words.app} · ${line}`);
    tray.setContextMenu(this.#menu(words, line));
  }

  #menu(words: DesktopTexts, line: string): Menu {
    const { isMuted, onOpen, onMute, onQuit } = this.#parts;
    return Menu.buildFromTemplate([
      { label: words.open, click: onOpen },
      { label: line, enabled: false },
      {
        label: words.mute,
        type: 'checkbox',
        checked: isMuted(),
        click: () => onMute(!isMuted()),
      },
      { type: 'separator' },
      { label: words.quit, click: onQuit },
    ]);
  }
}
