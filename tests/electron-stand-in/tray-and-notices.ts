import { existsSync } from 'node:fs';
import type * as Electron from 'electron';
import { Covered } from './covered.ts';
import { type Item, itemIn, Menu, shownIn } from './menu.ts';
import { record } from './record.ts';

/** No pixels of a file are read: a picture knows its size, and what was drawn by us. */
class NativeImage
  extends Covered
  implements Pick<Electron.NativeImage, 'addRepresentation' | 'isEmpty' | 'toBitmap'>
{
  readonly #side: number;
  readonly #representations = new Map<number, Buffer>();

  constructor(side: number) {
    super();
    this.#side = side;
  }

  addRepresentation({ scaleFactor = 1, buffer }: Electron.AddRepresentationOptions): void {
    if (buffer !== undefined) this.#representations.set(scaleFactor, buffer);
  }

  isEmpty(): boolean {
    return this.#side === 0 && this.#representations.size === 0;
  }

  toBitmap({ scaleFactor = 1 }: Electron.ToBitmapOptions = {}): Buffer {
    const side = this.#side * scaleFactor;
    return this.#representations.get(scaleFactor) ?? Buffer.alloc(side * side * 4);
  }
}

const TRAY_SIDE = 16;

export const nativeImage = {
  createEmpty: () => new NativeImage(0),
  /** As in Electron: a file that is not there is an empty picture. */
  createFromPath: (file: string) => new NativeImage(existsSync(file) ? TRAY_SIDE : 0),
};

let shownTray: Tray | null = null;

export class Tray extends Covered implements Pick<Electron.Tray, 'destroy' | 'setToolTip'> {
  #menu: Menu | null = null;

  constructor(image: NativeImage) {
    super(['click', 'double-click', 'right-click']);
    shownTray = this;
    record('tray', { hasPicture: !image.isEmpty() });
  }

  get menu(): Menu | null {
    return this.#menu;
  }

  setImage(image: NativeImage): void {
    record('tray.image', { hasPicture: !image.isEmpty() });
  }

  setToolTip(text: string): void {
    record('tray.toolTip', text);
  }

  setContextMenu(menu: Menu | null): void {
    this.#menu = menu;
    record('tray.menu', menu === null ? [] : shownIn(menu));
  }

  destroy(): void {
    shownTray = null;
    record('tray.destroy');
  }
}

/** The person presses the icon. */
export const clickTray = (event: 'click' | 'double-click'): boolean =>
  shownTray?.emit(event, {}) ?? false;

export const itemOfTray = (label: string): Item | undefined => {
  const menu = shownTray?.menu ?? null;
  return menu === null ? undefined : itemIn(menu, label);
};

let shownNotice: Notification | null = null;

export class Notification extends Covered implements Pick<Electron.Notification, 'close' | 'show'> {
  readonly #options: Electron.NotificationConstructorOptions;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super(['click', 'close', 'show', 'failed']);
    this.#options = options;
  }

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    shownNotice = this;
    const { title, body, silent } = this.#options;
    record('notification', { title, body, isSilent: silent });
  }

  close(): void {
    if (shownNotice !== this) return;
    shownNotice = null;
    record('notification.close');
    this.emit('close', {});
  }
}

/** The person presses the notification, or puts it away. */
export const pressNotice = (what: 'click' | 'dismiss'): boolean => {
  const notice = shownNotice;
  if (notice === null) return false;
  if (what === 'click') return notice.emit('click', {});
  shownNotice = null;
  return notice.emit('close', { reason: 'userCanceled' });
};

let blockers = 0;
export const powerSaveBlocker: Pick<Electron.PowerSaveBlocker, 'start' | 'stop'> = {
  start: (type) => {
    record('powerSaveBlocker', type);
    return (blockers += 1);
  },
  stop: (id) => {
    record('powerSaveBlocker.stop', id);
    return true;
  },
};
