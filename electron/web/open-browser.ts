import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** Program and words that hand an address to the system's browser; the address is one word, never a shell's text. */
const openerFor = (
  platform: NodeJS.Platform,
  address: string,
): readonly [string, readonly string[]] => {
  if (platform === 'darwin') return ['/usr/bin/open', [address]];
  // Not `cmd /c start`: there an `&` in the address would begin another command.
  if (platform === 'win32') return ['rundll32.exe', ['url.dll,FileProtocolHandler', address]];
  return ['xdg-open', [address]];
};

/** False where there is nobody to see a browser. */
export const hasDisplay = (
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): boolean =>
  platform === 'darwin' ||
  platform === 'win32' ||
  (environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY'] ?? '') !== '';

const start = ([program, words]: readonly [string, readonly string[]]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'ignore', detached: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });

/** Opens an http(s) address in the system's browser; rejects where no such program can be started. */
export const openInBrowser = async (address: string): Promise<void> => {
  if (!/^https?:\/\//u.test(address)) throw new Error('not an http address');
  await start(openerFor(process.platform, address));
};

/** Opens a page that lies in a file. Its name is all that stands in the process list. */
export const openFileInBrowser = (file: string): Promise<void> =>
  start(openerFor(process.platform, pathToFileURL(file).href));
