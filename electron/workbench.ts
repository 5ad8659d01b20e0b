import type { Clock, IdSource } from './core/ports.ts';
import { createCore } from './core/core.ts';
import type { RedactingLog } from './diagnostics/log.ts';
import { isUsableToken, parseGatewayAddress } from './gateway/address.ts';
import { GatewayClient } from './gateway/gateway-client.ts';
import type { TokenVault } from './gateway/token-vault.ts';
import { redactingDesk, redactingHandlers, redactingVault } from './host/redacting-edges.ts';
import { DeltaPublisher } from './ipc/delta-publisher.ts';
import { ADAPTERS } from './platforms/adapters.ts';
import { ConnectorDesk } from './platforms/connector-desk.ts';
import type { PageHost, SiteMap } from './platforms/page/page-session.ts';
import { Backups } from './storage/backup/backups.ts';
import { openStore } from './storage/open-store.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';

/** What differs between the two hosts; all else is the same program. */
export type WorkbenchParts = {
  readonly databaseFile: string;
  /** The storage worker's module: a source file under Node, a bundled one under Electron. */
  readonly workerUrl: URL;
  /** That of the backups' thread. */
  readonly backupWorkerUrl: URL;
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
   * Begins to listen to the world. A connection of the command line wins over the kept one and takes its place, as if it
   * had been typed into the form; a refused one leaves what was kept.
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
  const file = parts.databaseFile;
  const { store, mend } = await openStore({ file, workerUrl: parts.workerUrl, log });
  const workerUrl = parts.backupWorkerUrl;
  const backups = new Backups({ file, workerUrl, clock, log, onDamaged: mend });
  const publisher = new DeltaPublisher({ clock, epoch: ids.epoch() });
  const core = await createCore({ clock, ids, store, publisher, log });
  const vault = redactingVault(parts.vault, log);
  const gateway = new GatewayClient({ clock, random, sink: core, outbox: store, vault, log });
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
      const kept = connection === null ? ok(null) : await keepConnection(vault, connection);
      gateway.start();
      backups.start();
      return kept;
    },
    stop: async () => {
      // A polite goodbye may take the gateway and the browser some seconds each; the database waits only for the first.
      const pagesClosed = desk.stop().then(() => pages.close());
      const backupsStopped = backups.stop();
      await gateway.stop();
      await core.stop();
      publisher.stop();
      await store.close();
      await Promise.all([pagesClosed, backupsStopped]);
    },
  };
};

/** Puts a connection where a typed one would be kept, so that there is one way in which the line is taken up. */
const keepConnection = async (
  vault: TokenVault,
  connection: { readonly server: string; readonly token: Secret },
): Promise<Result<null>> => {
  const address = parseGatewayAddress(connection.server);
  if (!address.ok) return address;
  if (!isUsableToken(connection.token)) return refuse('gateway.tokenMissing');
  try {
    await vault.save(address.value.base, connection.token);
    return ok(null);
  } catch {
    return refuse('storage.unavailable');
  }
};
