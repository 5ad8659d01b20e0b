import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../core/ports/log.ts';
import { OWNER_ONLY } from '../../host/data/owner-only.ts';
import { PAGE_SWITCHES } from '../../host/pages/page-switches.ts';
import type { CdpLine } from './cdp-connection.ts';
import { PipeLine } from './pipe-line.ts';

export type ChromiumOptions = {
  readonly executable: string;
  /** Profiles of runs are kept below it, one fresh folder a run. */
  readonly dataDirectory: string;
  readonly headless: boolean;
  readonly log: Log;
};

export interface ChromiumProcess {
  readonly line: CdpLine;
  readonly pid: number;
  /** Ends the browser with all its processes and removes its profile. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Starts the system's Chromium for platform pages. It is spoken to over a pipe, so that no other local user can reach
 * it by a port, and it ends by itself when this process dies, because its pipe then breaks. Rejects when it cannot start.
 */
export const startChromium = async (options: ChromiumOptions): Promise<ChromiumProcess> => {
  const root = join(options.dataDirectory, 'chromium');
  await mkdir(root, { recursive: true, mode: OWNER_ONLY.folder });
  await endEarlierRuns(root, options.log);
  const profile = join(root, `run-${process.pid}-${Date.now().toString(36)}`);
  await mkdir(join(profile, 'Default'), { recursive: true, mode: OWNER_ONLY.folder });
  for (const [file, preferences] of Object.entries(FIRST_PREFERENCES))
    await writeFile(join(profile, file), JSON.stringify(preferences), { mode: OWNER_ONLY.file });

  const child = spawn(options.executable, browserArguments(options, profile), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    // A process group of its own, so that ending it ends the renderers too.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error('the browser did not start');
  await writeFile(join(profile, 'browser.pid'), String(pid), { mode: OWNER_ONLY.file });

  // By the `stdio` above: 3 is what the browser reads, 4 what it writes.
  const line = new PipeLine(child.stdio[3] as Writable, child.stdio[4] as Readable);
  return {
    line,
    pid,
    stop: async () => {
      line.close();
      // Nothing of it is kept, so it need not tidy up: with thirty pages that takes seconds.
      endGroup(pid);
      await Promise.race([ended, sleep(1_000, undefined, { ref: false })]);
      await removeProfile(profile);
    },
  };
};

/**
 * PL11: what a page may not ask of a person and no command of DevTools refuses. A page that prints waits for the dialog, with all
 * its scripts; a server's 401 opens a question for a password.
 */
const FIRST_PREFERENCES = {
  'Default/Preferences': { printing: { enabled: false } },
  'Local State': { auth: { schemes: '' } },
} as const;

const browserArguments = (options: ChromiumOptions, profile: string): readonly string[] => {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (isRoot) options.log.warn('chromium.noSandbox', { why: 'started as root' });
  return [
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--no-startup-window',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-dev-shm-usage',
    '--metrics-recording-only',
    '--mute-audio',
    '--password-store=basic',
    '--use-mock-keychain',
    ...PAGE_SWITCHES.map(([name, value]) => (value === null ? `--${name}` : `--${name}=${value}`)),
    ...(options.headless ? ['--headless', '--disable-gpu'] : []),
    ...(isRoot ? ['--no-sandbox'] : []),
  ];
};

const endGroup = (pid: number): void => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
};

/** The last files of a browser that was ended may still be closing. */
const removeProfile = (profile: string): Promise<void> =>
  rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => {});

/** One process owns the data directory, so every profile found at the start is left over from a crash. */
const endEarlierRuns = async (root: string, log: Log): Promise<void> => {
  for (const name of await readdir(root)) {
    if (!name.startsWith('run-')) continue;
    const profile = join(root, name);
    const pid = await orphanOf(profile);
    if (pid !== null) {
      log.warn('chromium.orphanEnded', { pid });
      endGroup(pid);
    }
    await removeProfile(profile);
  }
};

/** The process of an earlier run that still works in this profile; elsewhere than on Linux its broken pipe has ended it. */
const orphanOf = async (profile: string): Promise<number | null> => {
  if (process.platform !== 'linux') return null;
  const pid = Number(await readFile(join(profile, 'browser.pid'), 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 1) return null;
  // The number may belong to another program by now: its command line must name this very profile.
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes(profile) ? pid : null;
};
