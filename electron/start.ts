import type { HostLog } from './diagnostics/host-log.ts';
import { parseGatewayAddress } from './gateway/address.ts';
import type { TokenVault } from './gateway/token-vault.ts';
import { CannotStart, EXIT } from './host/cannot-start.ts';
import { defaultDataDirectory } from './host/data/data-directory.ts';
import { DataFolder } from './host/data/data-folder.ts';
import { keepToOwner } from './host/data/owner-only.ts';
import { randomIds } from './host/machine/random-ids.ts';
import { systemClock } from './host/machine/system-clock.ts';
import { RendererFiles } from './host/site/renderer-files.ts';
import { openSite, type Site, type SiteParts } from './host/site/site.ts';
import { readStartOptions, type StartedAs, type StartOptions } from './host/start-options.ts';
import { databasePlace } from './lifecycle/database-place.ts';
import { RepairNote } from './lifecycle/repair-note.ts';
import { managedPlace } from './managed/managed-place.ts';
import { withManagedServer } from './managed/managed-vault.ts';
import { type Managed, mistakeSentence, readManaged } from './managed/read-managed.ts';
import { MediaThread } from './media/media-thread.ts';
import { OutgoingFiles } from './media/outgoing-files.ts';
import type { PageHost } from './platforms/session/page-session.ts';
import { realSites, simulatedSites } from './platforms/session/site-map.ts';
import { dialBy } from './network/dial.ts';
import type { Routes } from './network/route.ts';
import { openProgram, type Program } from './program.ts';
import type { StorageWorker } from './storage/begin-worker.ts';
import type { Updates } from './updates/updates.ts';

/** What a host knows before it opens anything. */
export type Start = {
  readonly options: StartOptions;
  readonly folder: DataFolder;
  readonly managed: Managed;
  readonly log: HostLog;
};

/** What the administrator has decided; a mistake in it is said, and stops no one's work. */
const managedFor = (options: StartOptions, log: HostLog): Managed => {
  const file = options.managedFile ?? managedPlace(process.platform, process.env);
  const managed = readManaged(file, options.managedFile === null ? 'administrator' : 'self');
  const { mistake } = managed.status;
  if (mistake !== null) log.warn('managed.notFollowed', { why: mistakeSentence(file, mistake) });
  const { server } = managed.settings;
  const given = options.connection;
  if (server === null || given === null) return managed;
  const address = parseGatewayAddress(given.server);
  if (address.ok && address.value.base === server) return managed;
  throw new CannotStart(
    EXIT.wrongOption,
    'the administrator of this computer has set the gateway: start without --gateway',
  );
};

/** Reads the command line; from then on the log knows its token. Throws `CannotStart`. */
export const beginStart = (words: readonly string[], as: StartedAs, log: HostLog): Start => {
  keepToOwner();
  const options = readStartOptions(words, as, (text) => parseGatewayAddress(text).ok);
  if (options.connection !== null) log.redact(options.connection.token);
  const directory = options.dataDirectory ?? defaultDataDirectory(process.platform, process.env);
  const managed = managedFor(options, log);
  return { options, folder: new DataFolder(directory), managed, log };
};

/**
 * Takes the data directory for this process (GW5), and keeps the log there. `isFirst` is a lock that the host has besides: where the
 * folder cannot be written its refusal says nothing. Throws `CannotStart`.
 */
export const takeFolder = (start: Start, isFirst: () => boolean = () => true): void => {
  const { directory } = start.folder;
  const claim = start.folder.claim();
  if ((!isFirst() && claim === 'ours') || claim === 'taken') {
    throw new CannotStart(EXIT.alreadyRunning, `Duodian is already running on ${directory}`);
  }
  if (claim === 'foreign') {
    const sentence = `${directory}, or a file in it, belongs to another user of this computer: name a folder of your own with --data`;
    throw new CannotStart(EXIT.failed, sentence);
  }
  start.log.keepIn(directory);
};

/** What differs between the two hosts. */
export type HostParts = {
  readonly workerUrl: URL;
  /** The storage thread, which loads its code while the host loads its own. */
  readonly waiting: StorageWorker;
  readonly backupWorkerUrl: URL;
  readonly mediaWorkerUrl: URL;
  readonly pages: PageHost;
  readonly vault: TokenVault;
  readonly openExternal: (url: string) => Promise<void>;
  readonly updates: Updates;
  readonly coverPage: (isCovered: boolean) => void;
  readonly mayWrite: SiteParts['mayWrite'];
  /** By which proxies others are reached. */
  readonly routes: Routes;
};

export type Host = {
  readonly program: Program;
  /** The site that the page is loaded from, over the folder of the built page. Throws `CannotStart`. */
  readonly siteOf: (renderer: string) => Site;
};

/** The program, which begins at once, and its site. */
export const openHost = ({ options, folder, managed, log }: Start, host: HostParts): Host => {
  const { directory } = folder;
  if (process.geteuid?.() === 0) {
    log.warn('start.asRoot', { why: 'everything that this program may do, it may do as root' });
  }
  const { platforms } = options;
  const outgoing = new OutgoingFiles(directory, () => program.openContents());
  void outgoing.sweep(systemClock.now());
  const { routes } = host;
  const media = new MediaThread({ workerUrl: host.mediaWorkerUrl, platforms, routes, log });
  const program: Program = openProgram({
    ...host,
    vault: withManagedServer(host.vault, managed.settings.server),
    managed: managed.status,
    dial: dialBy(routes),
    dataDirectory: directory,
    place: databasePlace(folder, { ...host, log }),
    sites: platforms === null ? realSites() : simulatedSites(platforms),
    repairs: new RepairNote(directory, log),
    given: options.connection,
    outgoing,
    clock: systemClock,
    ids: randomIds,
    random: Math.random,
    log,
  });
  return {
    program,
    siteOf: (renderer) => {
      const files = new RendererFiles(renderer, () => {
        const { language, theme } = program.settings();
        return { language: options.language ?? language, theme };
      });
      return openSite({ files, media, outgoing, log, mayWrite: host.mayWrite });
    },
  };
};
