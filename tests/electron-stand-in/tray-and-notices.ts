import { existsSync } from 'node:fs';
import type * as Electron from 'electron';
import { Covered } from './covered.ts';
import { type Item, itemIn, type Menu, shownIn } from './menu.ts';
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

/** What is on the screen of a person. */
const shown = { tray: [] as readonly Tray[], notice: [] as readonly Notification[] };

export class Tray extends Covered implements Pick<Electron.Tray, 'destroy' | 'setToolTip'> {
  #menu: Menu | null = null;

  constructor(image: NativeImage) {
    super(['click', 'double-click', 'right-click']);
    shown.tray = [this];
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
    shown.tray = [];
    record('tray.destroy');
  }
}

/** The person presses the icon. */
export const clickTray = (event: 'click' | 'double-click'): boolean =>
  shown.tray[0]?.emit(event, {}) ?? false;

export const itemOfTray = (label: string): Item | undefined => {
  const menu = shown.tray[0]?.menu ?? null;
  return menu === null ? undefined : itemIn(menu, label);
};

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
    shown.notice = [this];
    const { title, body, silent } = this.#options;
    record('notification', { title, body, isSilent: silent });
  }

  close(): void {
    if (!shown.notice.includes(this)) return;
    shown.notice = [];
    record('notification.close');
    this.emit('close', {});
  }
}

/** The person presses the notification, or puts it away. */
export const pressNotice = (what: 'click' | 'dismiss'): boolean => {
  const [notice] = shown.notice;
  if (notice === undefined) return false;
  if (what === 'click') return notice.emit('click', {});
  shown.notice = [];
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
