import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, powerMonitor, session, shell } from 'electron';
import { openHostLog, type HostLog } from './diagnostics/host-log.ts';
import type { RedactingLog } from './diagnostics/log.ts';
import { isFromOwnPage, registerAppScheme, serveAppScheme } from './desktop/app-scheme.ts';
import { DebuggerPageHost } from './desktop/debugger-page-host.ts';
import { guardEverything } from './desktop/guards.ts';
import { openIpcTransport } from './desktop/ipc-transport.ts';
import { openMainWindow } from './desktop/main-window.ts';
import { PageDock } from './desktop/page-dock.ts';
import { findRefusedSwitch } from './desktop/refused-switches.ts';
import { watchPower } from './desktop/power-watch.ts';
import { openSafeStorageVault } from './desktop/safe-storage-vault.ts';
import { parseGatewayAddress } from './gateway/address.ts';
import { CannotStart, EXIT, STOP_WITHIN_MS } from './host/cannot-start.ts';
import { defaultDataDirectory } from './host/data/data-directory.ts';
import { DataFolder } from './host/data/data-folder.ts';
import { databasePlace } from './lifecycle/database-place.ts';
import { randomIds } from './host/machine/random-ids.ts';
import { AWAKE_SWITCHES } from './host/pages/awake-switches.ts';
import { RendererFiles } from './host/site/renderer-files.ts';
import { openSite } from './host/site/site.ts';
import {
  parseStartOptions,
  StartOptionError,
  type StartOptionName,
  type StartOptions,
  TOKEN_VARIABLE,
} from './host/start-options.ts';
import { systemClock } from './host/machine/system-clock.ts';
import { MediaFetcher } from './media/fetcher.ts';
import { OutgoingFiles } from './media/outgoing-files.ts';
import { allowedOriginFrom } from './media/upstream.ts';
import { realSites, simulatedSites } from './platforms/session/site-map.ts';
import { RepairNote } from './lifecycle/repair-note.ts';
import { openProgram, type Program } from './program.ts';

/** The desktop host. It is built into dist/desktop; the page is beside it in dist/renderer. */
const PRELOAD = fileURLToPath(new URL('./preload.cjs', import.meta.url));
const WORKER = new URL('./storage-worker.js', import.meta.url);
const BACKUP_WORKER = new URL('./backup-worker.js', import.meta.url);
const RENDERER = fileURLToPath(new URL('../renderer/', import.meta.url));
const OWN_PARTITION = 'persist:duodian';

const KNOWN_IN_PACKAGE = /^--(data|gateway|lang)=/u;

/**
 * The words that are meant for us. In a checkout they stand behind the app's path, before it are Chromium's. A packaged app
 * is started by menus, installers and updaters with switches of their own, so it picks out what it knows.
 */
const ownWords = (): readonly string[] => {
  if (app.isPackaged) return process.argv.filter((word) => KNOWN_IN_PACKAGE.test(word));
  const own = app.getAppPath();
  const at = process.argv.findIndex((word, index) => index > 0 && path.resolve(word) === own);
  return process.argv.slice(at === -1 ? 2 : at + 1);
};

/** The simulated platforms are for a checkout: a packaged app never sends a shop's cookies anywhere but to its platform. */
const ALLOWED: readonly StartOptionName[] = app.isPackaged
  ? ['data', 'gateway', 'lang']
  : ['data', 'gateway', 'lang', 'token', 'platforms'];

const readOptions = (): StartOptions => {
  const refused = app.isPackaged ? findRefusedSwitch(process.argv.slice(1)) : null;
  if (refused !== null) throw new CannotStart(EXIT.wrongOption, `--${refused} is not allowed`);
  try {
    return parseStartOptions(ownWords(), process.env, {
      allowed: ALLOWED,
      isServer: (text) => parseGatewayAddress(text).ok,
    });
  } catch (error) {
    if (error instanceof StartOptionError) throw new CannotStart(EXIT.wrongOption, error.message);
    throw error;
  } finally {
    delete process.env[TOKEN_VARIABLE];
  }
};

const openBench = (
  folder: DataFolder,
  options: StartOptions,
  outgoing: OutgoingFiles,
  dock: PageDock,
  log: RedactingLog,
): Program => {
  const { directory } = folder;
  return openProgram({
    dataDirectory: directory,
    place: databasePlace(folder, { workerUrl: WORKER, backupWorkerUrl: BACKUP_WORKER, log }),
    pages: new DebuggerPageHost({
      dataDirectory: directory,
      partitions: path.join(app.getPath('userData'), 'Partitions'),
      dock,
      log,
    }),
    sites: options.platforms === null ? realSites() : simulatedSites(options.platforms),
    vault: openSafeStorageVault(directory, log),
    repairs: new RepairNote(directory, log),
    given: options.connection,
    outgoing,
    clock: systemClock,
    ids: randomIds,
    random: Math.random,
    log,
    openExternal: (url) => shell.openExternal(url),
  });
};

/** Everything is written before the process ends, however the end was asked for. */
const stopBeforeQuit = (log: RedactingLog, stop: () => Promise<void>): void => {
  let phase: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (phase === 'stopped') return;
    event.preventDefault();
    if (phase === 'stopping') return;
    phase = 'stopping';
    const end = (): void => {
      phase = 'stopped';
      app.exit(0);
    };
    setTimeout(end, STOP_WITHIN_MS);
    stop().then(end, (error: unknown) => {
      log.warn('stop.failed', { error });
      end();
    });
  });
  app.on('window-all-closed', () => app.quit());
  process.on('SIGTERM', () => app.quit());
  process.on('SIGINT', () => app.quit());
};

const run = async (options: StartOptions, folder: DataFolder, log: HostLog): Promise<void> => {
  const { directory } = folder;
  const claim = folder.claim();
  // Electron's own lock brings the first window to the front. It lies in the same folder: where that cannot be written,
  // its refusal says nothing.
  const isFirst = app.requestSingleInstanceLock() || (claim !== 'ours' && claim !== 'taken');
  if (!isFirst || claim === 'taken') {
    throw new CannotStart(EXIT.alreadyRunning, `Duodian is already running on ${directory}`);
  }
  log.keepIn(directory);
  guardEverything(app, () => session.fromPartition(OWN_PARTITION), log);
  await app.whenReady();
  const outgoing = new OutgoingFiles(directory);
  void outgoing.sweep(systemClock.now());
  const dock = new PageDock();
  const program = openBench(folder, options, outgoing, dock, log);
  const { handlers, publisher } = program;
  const own = session.fromPartition(OWN_PARTITION);
  const allowed = options.platforms === null ? null : allowedOriginFrom(options.platforms);
  const files = new RendererFiles(RENDERER, options.language);
  const media = new MediaFetcher({ allowed, log });
  serveAppScheme(own, openSite({ files, media, outgoing, log, mayWrite: isFromOwnPage }));
  const window = openMainWindow({ session: own, preload: PRELOAD, dataDirectory: directory });
  dock.attach(window);
  watchPower(powerMonitor, () => void handlers['gateway.noteNetworkChange']({}));
  const closeCarrier = openIpcTransport(window, { handlers, publisher, log });
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  stopBeforeQuit(log, async () => {
    closeCarrier();
    await program.stop();
    folder.release();
  });
};

/**
 * Called, not awaited, at the end of the module: Electron becomes ready only after this module was evaluated, so that
 * awaiting it here would wait for ever. Up to its first await it runs at once, as the scheme's registration needs.
 */
const start = async (): Promise<void> => {
  const log = openHostLog(systemClock, (code) => app.exit(code));
  try {
    const options = readOptions();
    if (options.connection !== null) log.redact(options.connection.token);
    const directory = options.dataDirectory ?? defaultDataDirectory(process.platform, process.env);
    app.setName('duodian');
    // Two data directories are two programs: each has its own sessions and its own single-instance lock.
    app.setPath('userData', path.join(directory, 'electron'));
    registerAppScheme();
    for (const name of AWAKE_SWITCHES) app.commandLine.appendSwitch(name);
    await run(options, new DataFolder(directory), log);
  } catch (error) {
    const isKnown = error instanceof CannotStart;
    const sentence = log.clean(isKnown ? error.message : 'Duodian could not start');
    process.stderr.write(`${sentence}\n`);
    if (!isKnown) log.warn('start.failed', { error });
    // A second start by double click is no error: the first window comes to the front.
    if (!isKnown || error.code !== EXIT.alreadyRunning) dialog.showErrorBox('多店', sentence);
    app.exit(isKnown ? error.code : EXIT.failed);
  }
};

void start();
