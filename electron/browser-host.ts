import { openHostLog, type HostLog } from './diagnostics/host-log.ts';
import { CannotStart, EXIT, tellCannotStart } from './host/cannot-start.ts';
import { endInOrder } from './host/ending.ts';
import { systemClock } from './host/machine/system-clock.ts';
import { builtRenderer } from './host/site/built-renderer.ts';
import { environmentRoutes } from './network/environment-routes.ts';
import type { PageHost } from './platforms/session/page-session.ts';
import { beginStart, type HostParts, openHost, type Start, takeFolder } from './start.ts';
import { CHANNEL } from './updates/trusted-keys.ts';
import { noUpdates } from './updates/updates.ts';
import product from '../package.json' with { type: 'json' };
import { openChromiumPageHost } from './web/chromium/chromium-page-host.ts';
import { findChromium } from './web/chromium/find-chromium.ts';
import { noPages } from './web/chromium/no-pages.ts';
import { namesItsOrigin, PageServer, PortBusy } from './web/http-server.ts';
import { hasDisplay, openFileInBrowser, openInBrowser } from './web/open-browser.ts';
import { OpeningFile } from './web/opening-file.ts';
import { KEY_LIFE_MS } from './web/page-access.ts';
import { hearWords } from './web/spoken-words.ts';
import { openTokenFile } from './web/token-file.ts';
import { TransportServer } from './web/transport-server.ts';

/** The browser host. It prints one line of JSON when it is ready, everything else goes to stderr. */

const openServer = async ({ options, log }: Start): Promise<PageServer> => {
  try {
    return await PageServer.open(options.port, {
      platform: process.platform,
      clock: systemClock,
      log,
    });
  } catch (error) {
    if (!(error instanceof PortBusy)) throw error;
    throw new CannotStart(EXIT.failed, `${error.message}: choose another one, or --port 0`);
  }
};

const openPages = async ({ options, folder, log }: Start): Promise<PageHost> => {
  const executable = await findChromium();
  if (executable === null) {
    const why =
      '没有找到 Chromium、Chrome 或 Edge: 装好其中一个后重新启动 (install one of them and start again)';
    log.warn('pages.noChromium', { why });
    return noPages(why);
  }
  return openChromiumPageHost({
    executable,
    dataDirectory: folder.directory,
    headless: options.headlessPages || !hasDisplay(process.platform, process.env),
    log,
  });
};

type StorageThread = Pick<HostParts, 'workerUrl' | 'waiting'>;

const say = (line: Readonly<Record<string, string>>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Where the address was printed, a person must find it first. */
const printedAddress = (server: PageServer): string => server.addressFor(KEY_LIFE_MS.printed);

/** Opens the page in the person's browser; that it cannot be opened is no failure, its address is printed. */
const openPage = async (server: PageServer, file: OpeningFile, log: HostLog): Promise<void> => {
  const { safariHost } = server.gate;
  try {
    file.sweep();
    const written = await file.write({
      usual: server.addressFor(KEY_LIFE_MS.opened),
      safari: safariHost === null ? null : server.addressFor(KEY_LIFE_MS.opened, safariHost),
    });
    await openFileInBrowser(written);
  } catch (error) {
    log.warn('browser.notOpened', { error });
  }
};

const run = async (log: HostLog, storage: StorageThread): Promise<void> => {
  const start = beginStart(process.argv.slice(2), 'browser', log);
  takeFolder(start);
  const { options, folder } = start;
  // A process of its own looks whether the page is up to date, while the database is opened here.
  const renderer = builtRenderer();
  renderer.catch(() => 'said where it is awaited');
  const server = await openServer(start);
  const { program, siteOf } = openHost(start, {
    ...storage,
    mediaWorkerUrl: new URL('./media/worker.ts', import.meta.url),
    backupWorkerUrl: new URL('./storage/backup/backup-worker.ts', import.meta.url),
    pages: await openPages(start),
    vault: openTokenFile(folder.directory, log),
    openExternal: openInBrowser,
    // A page is shown in a window of its own, which a person can move.
    coverPage: () => undefined,
    mayWrite: namesItsOrigin,
    // Whoever runs it has a checkout, which is brought up to date as it was got.
    updates: noUpdates('checkout', product.version, CHANNEL),
    routes: environmentRoutes(process.env),
  });
  const { handlers, publisher } = program;
  const transport = new TransportServer({
    pages: server,
    handlers,
    publisher,
    clock: systemClock,
    log,
  });
  const opening = new OpeningFile(folder.directory, systemClock);
  const deafen = hearWords(process.stdin, {
    onOpen: () => say({ event: 'url', url: printedAddress(server) }),
    onOther: () => log.info('stdin.unknownWord', { known: 'open' }),
  });
  endInOrder({
    stop: async () => {
      deafen();
      opening.stop();
      transport.stop();
      await Promise.all([server.close(), program.stop()]);
      folder.release();
    },
    exit: (code) => process.exit(code),
    log,
  });
  server.serve(siteOf(await renderer));
  // Whoever opens the address finds the data there, or the reason why it is not.
  await program.whenTried();
  say({ event: 'ready', url: printedAddress(server), data: folder.directory });
  if (options.opensBrowser && hasDisplay(process.platform, process.env)) {
    await openPage(server, opening, log);
  }
};

/** Runs until it is asked to end; ends the process where it cannot start. */
export const runBrowserHost = async (storage: StorageThread): Promise<void> => {
  const log = openHostLog(systemClock, (code) => process.exit(code));
  try {
    await run(log, storage);
  } catch (error) {
    process.exit(tellCannotStart(error, log).code);
  }
};
