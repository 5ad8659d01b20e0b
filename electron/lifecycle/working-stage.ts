import { uptime } from 'node:os';
import { createCore } from '../core/core.ts';
import type { Clock, IdSource } from '../core/ports/clock.ts';
import type { Dial } from '../network/dial.ts';
import type { OutgoingMedia } from '../core/ports/connectors.ts';
import type { Publisher } from '../core/ports/publisher.ts';
import type { OpenedStore } from '../core/ports/store.ts';
import type { RedactingLog } from '../diagnostics/log.ts';
import { GatewayClient } from '../gateway/gateway-client.ts';
import type { TokenVault } from '../gateway/token-vault.ts';
import { watchNetwork } from '../host/machine/network-watch.ts';
import { redactingHandlers, redactingVault } from '../diagnostics/redacting-ports.ts';
import { ADAPTERS } from '../platforms/adapters.ts';
import { ConnectorRegistry } from '../platforms/connector-registry.ts';
import type { PageHost, SiteMap } from '../platforms/session/page-session.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { ok } from '#shared/model/result.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import { atMost } from '#shared/async/deadline.ts';
import { withGiven, type GivenConnection } from './given-connection.ts';
import type { RepairNote } from './repair-note.ts';
import type { Stage } from './stage.ts';
import type { DatabasePlace } from './database-place.ts';

/** A keychain may ask its owner first; the data does not wait for that. */
const VAULT_WITHIN_MS = 500;

export type WorkingParts = {
  readonly place: Pick<DatabasePlace, 'backups'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly random: () => number;
  readonly log: RedactingLog;
  readonly publisher: Publisher;
  readonly pages: PageHost;
  readonly closePages: () => Promise<void>;
  readonly sites: SiteMap;
  readonly vault: TokenVault;
  readonly dial: Dial;
  readonly repairs: RepairNote;
  readonly given: GivenConnection | null;
  readonly outgoing: OutgoingMedia;
};

/** Everything between the transports and the world, over an open database, and running. Rejects with `StorageError`. */
export const openWorkingStage = async (
  parts: WorkingParts,
  { store, repair, onRepair, mend, figures }: OpenedStore,
): Promise<Stage> => {
  const { clock, ids, random, log, publisher, repairs } = parts;
  const core = await createCore({
    clock,
    // Counts sleep on every system, and follows no change of the wall clock.
    elapsedMs: () => uptime() * 1_000,
    ids,
    store,
    publisher,
    log,
  });
  const vault = await withGiven(redactingVault(parts.vault, log), parts.given, log);
  const gateway = new GatewayClient({
    clock,
    random,
    sink: core,
    outbox: store,
    vault,
    dial: parts.dial,
    log,
  });
  const connectors = new ConnectorRegistry({
    adapters: ADAPTERS,
    pages: parts.pages,
    sites: parts.sites,
    sink: core,
    clock,
    random,
    log,
    outgoing: parts.outgoing,
  });
  core.attach({ gateway, connectors });
  const takeRepair = (latest: StorageRepair): void => {
    core.noteRepair(latest);
    repairs.keep(latest);
  };
  core.noteRepair(await repairs.load());
  if (repair !== null) takeRepair(repair);
  const deafen = onRepair(takeRepair);
  core.start();
  const stopWatching = watchNetwork(clock, () => gateway.networkChanged());
  gateway.start();
  const backups = parts.place.backups(clock, mend);
  backups.start();
  // Whoever looks now must not see a first run where a back office is known.
  await atMost(clock, VAULT_WITHIN_MS, gateway.whenTakenUp());
  const own = {
    ...core.handlers,
    'shops.noteWatched': ({ shopIds }: { readonly shopIds: readonly ShopId[] }) => {
      connectors.watch(shopIds);
      return ok(null);
    },
    'storage.acknowledgeRepair': () => {
      core.noteRepair(null);
      repairs.clear();
      return ok(null);
    },
  };
  return {
    handlers: redactingHandlers(own, log),
    replica: () => core.replica(),
    settings: () => core.settings(),
    queues: () => core.queues(),
    openContents: () => core.openContents(),
    storageFigures: figures,
    countConversations: () => store.countConversations(null),
    stop: async () => {
      deafen();
      stopWatching();
      // A polite goodbye may take the gateway and the browser some seconds each; the database waits only for the first.
      const pagesClosed = Promise.all([connectors.stop(), parts.closePages()]);
      const backupsStopped = backups.stop();
      await gateway.stop();
      await core.stop();
      await store.close();
      await repairs.whenKept();
      await Promise.all([pagesClosed, backupsStopped]);
    },
  };
};
