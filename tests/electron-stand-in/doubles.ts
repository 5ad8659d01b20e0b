import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type * as Electron from 'electron';
import { Covered } from './covered.ts';
import { record } from './record.ts';

type Box = Electron.MessageBoxOptions;
type Answered = (response: number) => void;
let openBoxes: readonly Answered[] = [];

/** Presses a button of every box that is open; how many there were. */
export const answerBoxes = (response: number): number => {
  const open = openBoxes;
  openBoxes = [];
  for (const answer of open) answer(response);
  return open.length;
};

const showMessageBox = (
  ...given: [Electron.BaseWindow, Box] | [Box]
): Promise<Electron.MessageBoxReturnValue> => {
  const { message, detail, buttons = [], cancelId = 0, signal } = given.at(-1) as Box;
  record('dialog.showMessageBox', { message, detail, buttons });
  return new Promise((resolve) => {
    const answer = (response: number): void => resolve({ response, checkboxChecked: false });
    openBoxes = [...openBoxes, answer];
    signal?.addEventListener('abort', () => {
      openBoxes = openBoxes.filter((open) => open !== answer);
      answer(cancelId);
    });
  });
};

/** What would reach the person or the system, recorded instead. */
export const dialog: Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox'> = {
  showErrorBox: (title, content) => record('dialog.showErrorBox', { title, content }),
  showMessageBox,
};

export const shell: Pick<Electron.Shell, 'openExternal'> = {
  openExternal: (url) => {
    record('shell.openExternal', url);
    return Promise.resolve();
  },
};

export const screen: Pick<Electron.Screen, 'getAllDisplays'> = {
  getAllDisplays: () => {
    const workArea = { x: 0, y: 0, width: 1920, height: 1080 };
    return [{ workArea } as Electron.Display];
  },
};

class PowerMonitor extends Covered {
  constructor() {
    super(['lock-screen', 'resume', 'shutdown', 'suspend', 'unlock-screen']);
  }
}
export const powerMonitor = new PowerMonitor();

/** The keychain of this user on this machine: the same in the next start. */
const key = createHash('sha256')
  .update(`duodian-stand-in-${process.getuid?.() ?? 0}`)
  .digest();
const IV_BYTES = 12;
const TAG_BYTES = 16;

const seal = (text: string): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
};

const unseal = (sealed: Buffer): string => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const body = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
  return Buffer.concat([body, decipher.final()]).toString('utf8');
};

/** Locked, or one that only obscures; a test sets it. */
const wanted = process.env['STAND_IN_KEYCHAIN'];
export const keychain = { isLocked: wanted === 'locked', backend: wanted };

export const safeStorage: Pick<
  Electron.SafeStorage,
  | 'decryptStringAsync'
  | 'encryptStringAsync'
  | 'getSelectedStorageBackend'
  | 'isAsyncEncryptionAvailable'
> = {
  getSelectedStorageBackend: () =>
    keychain.backend === 'basic_text' ? 'basic_text' : 'gnome_libsecret',
  isAsyncEncryptionAvailable: () => Promise.resolve(!keychain.isLocked),
  encryptStringAsync: async (text) => seal(text),
  decryptStringAsync: async (sealed) => {
    if (keychain.isLocked)
      throw new Error('safeStorage.decryptStringAsync is temporarily unavailable.');
    return { result: unseal(sealed), shouldReEncrypt: false };
  },
};
