import type { Clock, IdSource } from './core/ports/clock.ts';
import type { OutgoingMedia } from './core/ports/connectors.ts';
import type { Publisher } from './core/ports/publisher.ts';
import { phraseExportHandlers } from './phrase-export/phrase-export-handlers.ts';
import { diagnosticsHandlers } from './diagnostics/diagnostics-handlers.ts';
import type { RedactingLog } from './diagnostics/log.ts';
import type { TokenVault } from './gateway/token-vault.ts';
import type { Dial } from './network/dial.ts';
import { DeltaPublisher } from './ipc/delta-publisher.ts';
import type { PageHost, SiteMap } from './platforms/session/page-session.ts';
import type { GivenConnection } from './lifecycle/given-connection.ts';
import type { RepairNote } from './lifecycle/repair-note.ts';
import { handlersOf } from './lifecycle/stage.ts';
import type { DatabasePlace } from './lifecycle/database-place.ts';
import { Lifecycle } from './lifecycle/lifecycle.ts';
import { openViewStage } from './lifecycle/view-stage.ts';
import { openWorkingStage } from './lifecycle/working-stage.ts';
import { withManaged } from './managed/managed-handlers.ts';
import type { Updates } from './updates/updates.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import type { ManagedStatus } from '#shared/model/managed.ts';
import { ok, refuse } from '#shared/model/result.ts';
import type { Settings } from '#shared/model/settings.ts';

/** What differs between the two hosts; all else is the same program. */
export type ProgramParts = {
  readonly dataDirectory: string;
  readonly place: DatabasePlace;
  readonly pages: PageHost;
  readonly sites: SiteMap;
  readonly vault: TokenVault;
  readonly dial: Dial;
  readonly repairs: RepairNote;
  /**
   * A connection of the command line wins over the kept one and takes its place, as if it had been typed into the form;
   * a refused one leaves what was kept. It waits for the database.
   */
  readonly given: GivenConnection | null;
  readonly managed: ManagedStatus;
  readonly updates: Updates;
  readonly outgoing: OutgoingMedia;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: () => number;
  readonly log: RedactingLog;
  readonly openExternal: (url: string) => Promise<void>;
  /** Puts the page beside the conversation out of sight while something of our own lies over it. */
  readonly coverPage: (isCovered: boolean) => void;
};

export type Program = {
  readonly handlers: CallHandlers;
  readonly publisher: DeltaPublisher;
  /** Those that hold; the default ones while the database is closed. */
  settings(): Settings;
  /** The content of every send that is not at its end; null while the database is closed. */
  openContents(): ReadonlySet<string> | null;
  /** Resolves when the database is open, or there is something to be said of why it is not; within 2 s. */
  whenTried(): Promise<void>;
  /** In every stage: nothing new comes in, what is there is written, the file is closed. */
  stop(): Promise<void>;
};

/**
 * Connects everything between the transports and the world, and begins to open the database. It answers at once: whatever
 * the database does, there is a workbench to say it (ST5).
 */
export const openProgram = (parts: ProgramParts): Program => {
  const { clock, ids, log, updates } = parts;
  const publisher = new DeltaPublisher({ clock, epoch: ids.epoch() });
  // A working stage closes the browser while it waits for the back office; where there was none, the workbench does.
  let pagesClosed: Promise<void> | null = null;
  const closePages = (): Promise<void> => (pagesClosed ??= parts.pages.close());
  let isWorking = false;
  const opening = new Lifecycle({
    clock,
    log,
    place: parts.place,
    enter: (opened) => {
      if (opened.access === 'readonly') return openViewStage({ clock, store: opened.store });
      // What changes before the stage is shown is in the snapshot that every page then takes.
      const own: Publisher = {
        publish: (delta) => {
          if (isWorking) publisher.publish(delta);
        },
      };
      return openWorkingStage({ ...parts, closePages, publisher: own }, opened);
    },
    onStage: (access) => {
      isWorking = access === 'readwrite';
      publisher.beginEpoch(ids.epoch());
    },
    onStatus: (storage) => publisher.publish({ storage }),
  });
  opening.start();
  updates.onStatus((status) => publisher.publish({ updates: status }));
  const handlers: CallHandlers = {
    ...handlersOf(() => opening.stage),
    ...phraseExportHandlers({
      clock,
      log,
      dataDirectory: parts.dataDirectory,
      loadPhrases: async () => opening.stage.handlers['phrases.load']({}),
      shops: () => Object.values(opening.stage.replica().shops),
    }),
    // Most wanted while the database is shut, so no stage's own.
    ...diagnosticsHandlers({
      clock,
      log,
      dataDirectory: parts.dataDirectory,
      replica: () => opening.stage.replica(),
      queues: () => opening.stage.queues(),
      storageFigures: () => opening.stage.storageFigures(),
      countConversations: () => opening.stage.countConversations(),
      loadPages: () => parts.pages.loadLivePages(),
      loadQuarantine: async () => opening.stage.handlers['gateway.loadQuarantine']({}),
    }),
    'sync.loadSnapshot': async () => {
      await opening.whenTried();
      return ok(
        publisher.snapshot(() => ({
          ...opening.stage.replica(),
          managed: parts.managed,
          updates: updates.status,
        })),
      );
    },
    ...updates.handlers,
    'gateway.loadTokenProtection': async () => ok(await parts.vault.protection()),
    'window.coverPage': ({ isCovered }) => {
      parts.coverPage(isCovered);
      return ok(null);
    },
    // A host that has a desktop answers these itself.
    'desktop.load': () => ok(null),
    'desktop.setStartsAtLogin': () => refuse('ipc.failed', 'no desktop'),
    'desktop.openConversation': () => refuse('ipc.failed', 'no desktop'),
    'links.openExternal': async ({ url }) => {
      try {
        await parts.openExternal(url);
        return ok(null);
      } catch (error) {
        log.warn('links.notOpened', { error });
        return refuse('ipc.failed');
      }
    },
  };
  return {
    handlers: withManaged(handlers, parts.managed),
    publisher,
    settings: () => opening.stage.settings(),
    openContents: () => opening.stage.openContents(),
    whenTried: () => opening.whenTried(),
    stop: async () => {
      updates.stop();
      await opening.stop();
      publisher.stop();
      await closePages();
    },
  };
};
