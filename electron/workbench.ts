import type { Clock, IdSource } from './core/ports.ts';
import { createCore } from './core/core.ts';
import type { RedactingLog } from './diagnostics/log.ts';
import { GatewayClient } from './gateway/gateway-client.ts';
import type { TokenVault } from './gateway/token-vault.ts';
import { redactingDesk, redactingHandlers, redactingVault } from './host/redacting-edges.ts';
import { DeltaPublisher } from './ipc/delta-publisher.ts';
import { ADAPTERS } from './platforms/adapters.ts';
import { ConnectorDesk } from './platforms/connector-desk.ts';
import type { PageHost, SiteMap } from './platforms/page/page-session.ts';
import { openStore } from './storage/open-store.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';

/** What differs between the two hosts; all else is the same program. */
export type WorkbenchParts = {
  readonly databaseFile: string;
  /** The storage worker's module: a source file under Node, a bundled one under Electron. */
  readonly workerUrl: URL;
  readonly pages: PageHost;
  readonly sites: SiteMap;
  readonly vault: TokenVault;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: () => number;
  readonly log: RedactingLog;
  readonly openExternal: (url: string) => Promise<void>;
};

export type Workbench = {
  readonly handlers: CallHandlers;
  readonly publisher: DeltaPublisher;
  /**
   * Begins to listen to the world. A connection of the command line is used as if it had been typed into the form: it
   * is kept like one, and it is refused like one.
   */
  start(
    connection: { readonly server: string; readonly token: Secret } | null,
  ): Promise<Result<null>>;
  /** Nothing new comes in, what is there is written, the file is closed. */
  stop(): Promise<void>;
};

/** Constructs and connects everything between the carriers and the world. Rejects with `StorageError`. */
export const openWorkbench = async (parts: WorkbenchParts): Promise<Workbench> => {
  const { clock, ids, random, log, pages } = parts;
  const store = await openStore({ file: parts.databaseFile, workerUrl: parts.workerUrl, log });
  const publisher = new DeltaPublisher({ clock, epoch: ids.epoch() });
  const core = await createCore({ clock, ids, store, publisher, log });
  const gateway = new GatewayClient({
    clock,
    random,
    sink: core,
    outbox: store,
    vault: redactingVault(parts.vault, log),
    log,
  });
  const desk = new ConnectorDesk({
    adapters: ADAPTERS,
    pages,
    sites: parts.sites,
    sink: core,
    clock,
    random,
    log,
  });
  core.attach({ gateway, desk: redactingDesk(desk, log) });
  const handlers = redactingHandlers(
    {
      ...core.handlers,
      'sync.loadSnapshot': () => ok(publisher.snapshot(() => core.replica())),
      'links.openExternal': async ({ url }) => {
        try {
          await parts.openExternal(url);
          return ok(null);
        } catch (error) {
          log.warn('links.notOpened', { error });
          return refuse('ipc.failed');
        }
      },
    },
    log,
  );
  return {
    handlers,
    publisher,
    start: async (connection) => {
      core.start();
      if (connection === null) {
        gateway.start();
        return ok(null);
      }
      return handlers['gateway.connect']({
        server: connection.server,
        token: connection.token.reveal(),
      });
    },
    stop: async () => {
      await gateway.stop();
      await desk.stop();
      await core.stop();
      publisher.stop();
      await store.close();
      await pages.close();
    },
  };
};
