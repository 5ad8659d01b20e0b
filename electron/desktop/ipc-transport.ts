import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { DeltaPublisher } from '../ipc/delta-publisher.ts';
import { type Doorway, handleRequest } from '../ipc/guard.ts';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import { refuse } from '#shared/model/result.ts';
import { APP_ORIGIN, CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';

/** SE2: the caller is the main frame of our own window, showing our own page. */
const isOwnPage = (event: IpcMainInvokeEvent, window: BrowserWindow): boolean => {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    frame.parent === null &&
    event.sender === window.webContents &&
    frame === window.webContents.mainFrame &&
    frame.origin === APP_ORIGIN
  );
};

/** The IPC contract over Electron's IPC, for one window. Returns its undo. */
export const openIpcTransport = (
  window: BrowserWindow,
  parts: Doorway & { readonly publisher: DeltaPublisher },
): (() => void) => {
  const notify = (message: EventMessage): void => {
    if (!window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, message);
  };
  ipcMain.handle(CALL_CHANNEL, (event, name: unknown, input: unknown) => {
    if (!isOwnPage(event, window) || typeof name !== 'string') {
      parts.log.warn('ipc.refused');
      return refuse('ipc.failed', 'not our page');
    }
    return handleRequest(parts, name, input);
  });
  const undo = parts.publisher.onFrame((frame) => notify({ event: 'sync.delta', payload: frame }));
  return () => {
    undo();
    ipcMain.removeHandler(CALL_CHANNEL);
  };
};
