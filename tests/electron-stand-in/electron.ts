import path from 'node:path';
import { app } from './app.ts';
import { openControl } from './control.ts';
import { CHROME_VERSION } from './session.ts';

/** The module that the built main process finds under the name `electron`. What is not named here does not link, by its name. */
export { app } from './app.ts';
export { dialog, powerMonitor, safeStorage, screen, shell } from './doubles.ts';
export { ipcMain } from './ipc-main.ts';
export { Menu } from './menu.ts';
export { protocol, session } from './session.ts';
export { nativeImage, Notification, powerSaveBlocker, Tray } from './tray-and-notices.ts';
export { BaseWindow, BrowserWindow, WebContentsView } from './windows.ts';

// As in Electron, where Node tells of it.
Object.defineProperty(process.versions, 'chrome', { value: CHROME_VERSION });
// As Electron is started: the program, in a checkout the app's folder, then the words.
const [program = '', , ...words] = process.argv;
const folder = app.isPackaged ? [] : [path.resolve(app.getAppPath())];
process.argv = [program, ...folder, ...words];
openControl();
