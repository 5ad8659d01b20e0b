import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { findChromium } from '../electron/web/chromium/find-chromium.ts';
import { hasDisplay } from '../electron/web/open-browser.ts';
import { obtainElectron } from './electron-binary.ts';
import { HOW_TO_GET_CHROMIUM } from './ensure-chromium.ts';
import { ensureDesktop } from './ensure-desktop.ts';
import { ensureRenderer } from './ensure-renderer.ts';
import { ROOT } from './run-tool.ts';

export const HOSTS = ['auto', 'desktop', 'browser'] as const;
export type HostChoice = (typeof HOSTS)[number];

/** Electron that dies this early, by a signal, could not set up its own sandbox; it never showed a window. */
const EARLY_END_MS = 10_000;

export type HostOptions = {
  readonly choice: HostChoice;
  /** Passed on to the host. */
  readonly parameters: readonly string[];
  /** On top of our own environment. */
  readonly environment: Readonly<Record<string, string>>;
};

/** How a host ended; `code` null when a signal ended it. */
type Ended = { readonly code: number | null; readonly afterMs: number };

/** Takes `--host auto|desktop|browser` out of a command line; throws one line for another word. */
export const takeHostChoice = (
  words: readonly string[],
): { readonly choice: HostChoice; readonly rest: readonly string[] } => {
  const at = words.findIndex((word) => word === '--host' || word.startsWith('--host='));
  const word = words[at];
  if (word === undefined) return { choice: 'auto', rest: words };
  const isJoined = word.includes('=');
  const wanted = isJoined ? word.slice('--host='.length) : words[at + 1];
  const choice = HOSTS.find((known) => known === wanted);
  if (choice === undefined) throw new Error(`--host needs one of ${HOSTS.join(', ')}`);
  return { choice, rest: [...words.slice(0, at), ...words.slice(at + (isJoined ? 1 : 2))] };
};

/** Why this machine cannot show the desktop host at all, null when it can. */
const whyNoDesktop = (): string | null => {
  if (!hasDisplay(process.platform, process.env)) return 'there is no display';
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return "Electron's sandbox does not run as root";
  }
  return null;
};

/** One host as a child. Its standard streams are ours; signals that reach us are passed on. */
const runChild = (
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child: ChildProcess = spawn(program, words, {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: 'inherit',
    });
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.on('SIGTERM', pass);
    process.on('SIGINT', pass);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGTERM', pass);
      process.off('SIGINT', pass);
      resolve({ code, afterMs: performance.now() - startedAt });
    });
  });

/** Its shops' pages need a Chromium; without one it still runs, and each shop says why it does not receive. */
const runBrowserHost = async (options: HostOptions): Promise<number> => {
  if ((await findChromium()) === null) console.error(HOW_TO_GET_CHROMIUM);
  const script = path.join(ROOT, 'electron/serve.ts');
  const { code } = await runChild(
    process.execPath,
    [script, ...options.parameters],
    options.environment,
  );
  return code ?? 1;
};

/** The desktop host's exit code, or why it could not run. */
const runDesktopHost = async (options: HostOptions): Promise<number | string> => {
  const hindrance = whyNoDesktop();
  if (hindrance !== null) return hindrance;
  const electron = await obtainElectron();
  if (electron.kind === 'missing') return electron.why;
  await ensureRenderer();
  await ensureDesktop();
  const ended = await runChild(electron.file, [ROOT, ...options.parameters], options.environment);
  if (ended.code === null && ended.afterMs < EARLY_END_MS) return 'Electron could not start';
  return ended.code ?? 0;
};

/** Runs the chosen host until it ends and answers its exit code. The fallback is said in one plain line. */
export const runHost = async (options: HostOptions): Promise<number> => {
  if (options.choice === 'browser') return runBrowserHost(options);
  const ended = await runDesktopHost(options);
  if (typeof ended === 'number') return ended;
  if (options.choice === 'desktop') throw new Error(`No desktop window: ${ended}.`);
  console.error(`No desktop window: ${ended}. Starting in the browser instead.`);
  return runBrowserHost(options);
};
