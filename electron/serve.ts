import { openHostLog, type HostLog } from './diagnostics/host-log.ts';
import type { RedactingLog } from './diagnostics/log.ts';
import { parseGatewayAddress } from './gateway/address.ts';
import { builtRenderer } from './host/site/built-renderer.ts';
import { CannotStart, EXIT, STOP_WITHIN_MS } from './host/cannot-start.ts';
import { defaultDataDirectory } from './host/data/data-directory.ts';
import { DataFolder } from './host/data/data-folder.ts';
import { databasePlace } from './lifecycle/database-place.ts';
import { noPages } from './web/chromium/no-pages.ts';
import { randomIds } from './host/machine/random-ids.ts';
import { RendererFiles } from './host/site/renderer-files.ts';
import { openSite } from './host/site/site.ts';
import {
  parseStartOptions,
  StartOptionError,
  type StartOptions,
  TOKEN_VARIABLE,
} from './host/start-options.ts';
import { systemClock } from './host/machine/system-clock.ts';
import { MediaFetcher } from './media/fetcher.ts';
import { OutgoingFiles } from './media/outgoing-files.ts';
import { allowedOriginFrom } from './media/upstream.ts';
import type { PageHost } from './platforms/session/page-session.ts';
import { realSites, simulatedSites } from './platforms/session/site-map.ts';
import { TransportServer } from './web/transport-server.ts';
import { openChromiumPageHost } from './web/chromium/chromium-page-host.ts';
import { findChromium } from './web/chromium/find-chromium.ts';
import { namesItsOrigin, PageServer, PortBusy } from './web/http-server.ts';
import { hasDisplay, openInBrowser } from './web/open-browser.ts';
import { RepairNote } from './lifecycle/repair-note.ts';
import { openTokenFile } from './web/token-file.ts';
import { openProgram, type Program } from './program.ts';

/**
 * The browser host: `node electron/serve.ts [options]`. It prints one line of JSON when it is ready, everything else
 * goes to stderr.
 */

const readOptions = (): StartOptions => {
  try {
    return parseStartOptions(process.argv.slice(2), process.env, {
      allowed: [
        ...(['gateway', 'token', 'data', 'port', 'lang'] as const),
        ...(['platforms', 'headless-pages', 'no-open'] as const),
      ],
      isServer: (text) => parseGatewayAddress(text).ok,
    });
  } catch (error) {
    if (error instanceof StartOptionError) throw new CannotStart(EXIT.wrongOption, error.message);
    throw error;
  } finally {
    // Children (the browser of the shops' pages) inherit the environment; the token is not for them.
    delete process.env[TOKEN_VARIABLE];
  }
};

const openServer = async (port: number, log: RedactingLog): Promise<PageServer> => {
  try {
    return await PageServer.open(port, log);
  } catch (error) {
    if (!(error instanceof PortBusy)) throw error;
    throw new CannotStart(EXIT.failed, `${error.message}: choose another one, or --port 0`);
  }
};

const openFiles = async (options: StartOptions): Promise<RendererFiles> => {
  try {
    return new RendererFiles(await builtRenderer(), options.language);
  } catch (error) {
    throw new CannotStart(EXIT.failed, error instanceof Error ? error.message : String(error));
  }
};

const openPages = async (
  directory: string,
  options: StartOptions,
  log: RedactingLog,
): Promise<PageHost> => {
  const executable = await findChromium();
  if (executable === null) {
    const why =
      '没有找到 Chromium、Chrome 或 Edge: 装好其中一个后重新启动 (install one of them and start again)';
    log.warn('pages.noChromium', { why });
    return noPages(why);
  }
  return openChromiumPageHost({
    executable,
    dataDirectory: directory,
    headless: options.headlessPages || !hasDisplay(process.platform, process.env),
    log,
  });
};

const openBench = async (
  folder: DataFolder,
  options: StartOptions,
  outgoing: OutgoingFiles,
  log: RedactingLog,
): Promise<Program> => {
  const { directory } = folder;
  const workerUrl = new URL('./storage/worker.ts', import.meta.url);
  const backupWorkerUrl = new URL('./storage/backup/backup-worker.ts', import.meta.url);
  return openProgram({
    dataDirectory: directory,
    place: databasePlace(folder, { workerUrl, backupWorkerUrl, log }),
    pages: await openPages(directory, options, log),
    sites: options.platforms === null ? realSites() : simulatedSites(options.platforms),
    vault: openTokenFile(directory, log),
    repairs: new RepairNote(directory, log),
    given: options.connection,
    outgoing,
    clock: systemClock,
    ids: randomIds,
    random: Math.random,
    log,
    openExternal: openInBrowser,
  });
};

/** Ends on the first SIGTERM or SIGINT, in order, and in time. */
const endOnSignal = (log: RedactingLog, stop: () => Promise<void>): void => {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => {
      log.warn('stop.late');
      process.exit(EXIT.done);
    }, STOP_WITHIN_MS).unref();
    void stop().then(
      () => process.exit(EXIT.done),
      (error: unknown) => {
        log.warn('stop.failed', { error });
        process.exit(EXIT.failed);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
};

const run = async (log: HostLog): Promise<void> => {
  const options = readOptions();
  if (options.connection !== null) log.redact(options.connection.token);
  // Buyers' words are for this user alone, whatever the mode of a folder that was named.
  process.umask(0o077);
  const directory = options.dataDirectory ?? defaultDataDirectory(process.platform, process.env);
  const folder = new DataFolder(directory);
  if (folder.claim() === 'taken') {
    throw new CannotStart(EXIT.alreadyRunning, `Duodian is already running on ${directory}`);
  }
  log.keepIn(directory);
  const server = await openServer(options.port, log);
  const files = await openFiles(options);
  const outgoing = new OutgoingFiles(directory);
  void outgoing.sweep(systemClock.now());
  const program = await openBench(folder, options, outgoing, log);
  const { handlers, publisher } = program;
  const transport = new TransportServer({
    server: server.server,
    gate: server.gate,
    handlers,
    publisher,
    clock: systemClock,
    log,
  });
  endOnSignal(log, async () => {
    transport.stop();
    await Promise.all([server.close(), program.stop()]);
    folder.release();
  });
  const allowed = options.platforms === null ? null : allowedOriginFrom(options.platforms);
  const media = new MediaFetcher({ allowed, log });
  server.serve(openSite({ files, media, outgoing, log, mayWrite: namesItsOrigin }));
  // Whoever opens the address finds the data there, or the reason why it is not.
  await program.whenTried();
  process.stdout.write(`${JSON.stringify({ event: 'ready', url: server.url, data: directory })}\n`);
  if (options.opensBrowser && hasDisplay(process.platform, process.env)) {
    await openInBrowser(server.url).catch((error: unknown) =>
      log.warn('browser.notOpened', { error }),
    );
  }
};

const log = openHostLog(systemClock, (code) => process.exit(code));
try {
  await run(log);
} catch (error) {
  if (error instanceof CannotStart) process.stderr.write(`${log.clean(error.message)}\n`);
  else log.warn('start.failed', { error });
  process.exit(error instanceof CannotStart ? error.code : EXIT.failed);
}
