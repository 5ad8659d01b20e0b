import type * as Electron from 'electron';
import { app } from './app.ts';
import { Covered, destroy, stoppable } from './covered.ts';
import { record } from './record.ts';
import { WebContents } from './web-contents.ts';

const EVENTS = [
  'blur',
  'close',
  'closed',
  'enter-full-screen',
  'focus',
  'hide',
  'leave-full-screen',
  'maximize',
  'minimize',
  'move',
  'query-session-end',
  'ready-to-show',
  'resize',
  'responsive',
  'restore',
  'session-end',
  'show',
  'unmaximize',
  'unresponsive',
];

/** The views of a window: a list, in which each view is once. */
class ContentView implements Pick<Electron.View, 'addChildView' | 'children' | 'removeChildView'> {
  readonly children: Electron.View[] = [];

  addChildView(view: Electron.View): void {
    this.removeChildView(view);
    this.children.push(view);
  }

  removeChildView(view: Electron.View): void {
    const at = this.children.indexOf(view);
    if (at !== -1) this.children.splice(at, 1);
  }
}

export class WebContentsView
  extends Covered
  implements Pick<Electron.WebContentsView, 'setBounds' | 'setVisible'>
{
  readonly webContents: WebContents;
  bounds: Electron.Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  isHidden = false;

  constructor(options: Electron.WebContentsViewConstructorOptions = {}) {
    super();
    this.webContents = new WebContents(options.webPreferences ?? {});
  }

  setBounds(bounds: Electron.Rectangle): void {
    this.bounds = bounds;
  }

  setVisible(isVisible: boolean): void {
    this.isHidden = !isVisible;
  }
}

/** Bounds, order and sight are kept, nothing is placed: the browser below has no screen. */
export class BaseWindow
  extends Covered
  implements
    Pick<
      Electron.BaseWindow,
      | 'center'
      | 'close'
      | 'destroy'
      | 'flashFrame'
      | 'focus'
      | 'getContentBounds'
      | 'getNormalBounds'
      | 'hide'
      | 'isDestroyed'
      | 'isFocused'
      | 'isMaximized'
      | 'isMinimized'
      | 'isVisible'
      | 'maximize'
      | 'minimize'
      | 'restore'
      | 'setFullScreen'
      | 'show'
    >
{
  readonly #contentView = new ContentView();
  readonly #bounds: Electron.Rectangle;
  #isVisible: boolean;
  #isFocused = false;
  #isMinimized = false;
  #isMaximized = false;
  #isDestroyed = false;

  constructor(options: Electron.BaseWindowConstructorOptions = {}) {
    super(EVENTS);
    const { x = 0, y = 0, width = 800, height = 600, show = true } = options;
    this.#bounds = { x, y, width, height };
    this.#isVisible = show;
    app.addWindow(this);
  }

  get contentView(): ContentView {
    return this.#contentView;
  }

  /** Brings the focus, as in Electron. */
  show(): void {
    this.#isVisible = true;
    record('window.show');
    this.emit('show', {});
    this.#takeFocus();
  }

  hide(): void {
    this.#isVisible = false;
    record('window.hide');
    this.emit('hide', {});
    this.blur();
  }

  focus(): void {
    record('window.focus');
    this.#takeFocus();
  }

  blur(): void {
    if (!this.#isFocused) return;
    this.#isFocused = false;
    this.emit('blur', {});
  }

  isFocused(): boolean {
    return this.#isFocused;
  }

  flashFrame(isOn: boolean): void {
    record('window.flashFrame', isOn);
  }

  center(): void {
    record('window.center');
  }

  #takeFocus(): void {
    if (this.#isFocused) return;
    // One window of the screen has it.
    for (const other of app.windows) if (other instanceof BaseWindow) other.blur();
    this.#isFocused = true;
    this.emit('focus', {});
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  minimize(): void {
    this.#isMinimized = true;
  }

  restore(): void {
    this.#isMinimized = false;
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  maximize(): void {
    this.#isMaximized = true;
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  setFullScreen(isFull: boolean): void {
    record('window.setFullScreen', isFull);
    this.emit(isFull ? 'enter-full-screen' : 'leave-full-screen');
  }

  getNormalBounds(): Electron.Rectangle {
    return this.#bounds;
  }

  getContentBounds(): Electron.Rectangle {
    return this.#bounds;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  close(): void {
    const event = stoppable({});
    this.emit('close', event);
    if (event.defaultPrevented) app.keepWindow();
    else this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.closePage();
    this.emit('closed');
    destroy(this);
    app.removeWindow(this);
  }

  /** A window of views leaves their pages alive. */
  protected closePage(): void {
    // Only a BrowserWindow has one.
  }
}

export class BrowserWindow extends BaseWindow implements Pick<Electron.BrowserWindow, 'loadURL'> {
  readonly #webContents: WebContents;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super(options);
    this.#webContents = new WebContents(options.webPreferences ?? {});
    this.#webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    for (const told of ['unresponsive', 'responsive']) {
      this.#webContents.on(told, () => this.emit(told));
    }
  }

  get webContents(): WebContents {
    return this.#webContents;
  }

  loadURL(address: string): Promise<void> {
    return this.#webContents.loadURL(address);
  }

  protected override closePage(): void {
    this.#webContents.close();
  }
}
