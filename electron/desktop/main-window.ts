import { BrowserWindow, screen, type Session } from 'electron';
import type { Log } from '../core/ports/log.ts';
import { APP_ORIGIN } from './channels.ts';
import { PAGE_PREFERENCES } from './page-preferences.ts';
import { loadWindowPlace, placeToOpen, saveWindowPlace } from './window-place.ts';

/** The agent's window. It remembers its place in the data directory. */
export const openMainWindow = (options: {
  readonly session: Session;
  readonly preload: string;
  /** Of the window, where the system takes none from the program or its menu entry. */
  readonly icon: string;
  readonly dataDirectory: string;
  readonly begins: 'shown' | 'minimized' | 'hidden';
  readonly log: Log;
}): BrowserWindow => {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const place = placeToOpen(loadWindowPlace(options.dataDirectory), screens);
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: 900,
    minHeight: 560,
    show: false,
    title: '多店',
    icon: options.icon,
    autoHideMenuBar: true,
    backgroundColor: '#f5f6f8',
    webPreferences: { ...PAGE_PREFERENCES, session: options.session, preload: options.preload },
  });
  // To maximise a window shows it.
  let willMaximize = place.isMaximized;
  window.once('show', () => {
    if (willMaximize) window.maximize();
    willMaximize = false;
  });
  if (options.begins === 'shown') window.once('ready-to-show', () => window.show());
  if (options.begins === 'minimized') window.minimize();
  window.on('close', () => {
    const isMaximized = willMaximize || window.isMaximized();
    const place = { ...window.getNormalBounds(), isMaximized };
    try {
      saveWindowPlace(options.dataDirectory, place);
    } catch (error) {
      // A full disk: the app ends in order all the same.
      options.log.warn('window.placeNotKept', { error });
    }
  });
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
};
