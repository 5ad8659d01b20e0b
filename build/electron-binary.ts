import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const DOWNLOADS = 'https://github.com/electron/electron/releases/';
const REACHABLE_WITHIN_MS = 5_000;
const DOWNLOAD_WITHIN_MS = 10 * 60_000;

/** Electron as it is on this machine, or one line that says why it cannot be had. */
export type ElectronBinary =
  | { readonly kind: 'found'; readonly file: string }
  | { readonly kind: 'missing'; readonly why: string };

const electronFolder = (): string =>
  path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** Looks only; asking the electron package itself would start a download. */
export const findElectron = (): string | null => {
  const folder = electronFolder();
  const named = path.join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const file = path.join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(file) ? file : null;
};

/** Where Electron's own installer would download from. */
const downloadSource = (environment: NodeJS.ProcessEnv): string =>
  environment['ELECTRON_MIRROR'] ??
  environment['npm_config_electron_mirror'] ??
  environment['NPM_CONFIG_ELECTRON_MIRROR'] ??
  DOWNLOADS;

/** A blocked network often swallows packets, and a download into nothing would hang for minutes. */
const isReachable = async (address: string): Promise<boolean> => {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
};

const runInstaller = (): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(electronFolder(), 'install.js')], {
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout: DOWNLOAD_WITHIN_MS,
    });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });

/** Finds the binary, or fetches it once by Electron's own installer where its source can be reached. */
export const obtainElectron = async (): Promise<ElectronBinary> => {
  const present = findElectron();
  if (present !== null) return { kind: 'found', file: present };
  const source = downloadSource(process.env);
  if (!(await isReachable(source))) {
    return {
      kind: 'missing',
      why: `Electron is not installed and ${URL.parse(source)?.host ?? source} cannot be reached`,
    };
  }
  console.error('Downloading Electron, once (about 120 MB)…');
  const installed = (await runInstaller()) ? findElectron() : null;
  return installed === null
    ? { kind: 'missing', why: 'Electron could not be downloaded' }
    : { kind: 'found', file: installed };
};
