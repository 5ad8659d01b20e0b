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

/** Where Electron's own installer would download from; the first that is set wins there too. */
const downloadSource = (environment: NodeJS.ProcessEnv): string =>
  [
    environment['npm_config_electron_mirror'],
    environment['NPM_CONFIG_ELECTRON_MIRROR'],
    environment['ELECTRON_MIRROR'],
  ].find((mirror) => mirror !== undefined && mirror !== '') ?? DOWNLOADS;

/** A blocked network often swallows packets, and a download into nothing would hang for minutes. */
const isReachable = async (address: string): Promise<boolean> => {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
};

const runInstaller = (environment: NodeJS.ProcessEnv): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(electronFolder(), 'install.js')], {
      env: environment,
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout: DOWNLOAD_WITHIN_MS,
    });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });

/** Said wherever the download fails: releases are not reachable from everywhere. */
const HOW_TO_USE_A_MIRROR =
  'ELECTRON_MIRROR names another place for its releases, an address that ends in a slash (docs/desktop.md)';

/**
 * Finds the binary, or fetches it once by Electron's own installer where its source can be reached. The installer compares what comes
 * with the checksums of the electron package, wherever it comes from.
 */
export const obtainElectron = async (
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ElectronBinary> => {
  const present = findElectron();
  if (present !== null) return { kind: 'found', file: present };
  const source = downloadSource(environment);
  const host = URL.parse(source)?.host ?? source;
  const missing = (what: string): ElectronBinary => ({
    kind: 'missing',
    why: `${what}; ${HOW_TO_USE_A_MIRROR}`,
  });
  if (!(await isReachable(source))) {
    return missing(`Electron is not installed and ${host} cannot be reached`);
  }
  console.error('Downloading Electron, once (about 120 MB)…');
  const installed = (await runInstaller(environment)) ? findElectron() : null;
  return installed === null
    ? missing(`Electron could not be downloaded from ${host}`)
    : { kind: 'found', file: installed };
};
