import { Committed } from './committed.ts';
import { queryHandlers, type Readable } from './handlers/query-handlers.ts';
import type { Clock } from './ports/clock.ts';
import type { Store } from './ports/store.ts';
import { WorkingState } from './working-state.ts';
import { nextShopState } from '#shared/model/shop-state.ts';
import type { Replica } from '#shared/sync/delta.ts';

/** What can be shown of a database that may only be read (ST3). */
export type View = {
  readonly replica: Replica;
  readonly queries: ReturnType<typeof queryHandlers>;
};

/**
 * Loads what a start holds, for looking, decides nothing. No shop is connected, whatever state it was left in.
 * Rejects with a `StorageError` when nothing can be loaded.
 */
export const loadView = async (parts: {
  readonly clock: Pick<Clock, 'now'>;
  readonly store: Pick<Store, 'load'> & Readable;
}): Promise<View> => {
  const stored = await parts.store.load();
  const since = Math.trunc(parts.clock.now());
  const shops = stored.shops.map((shop) => ({
    ...shop,
    state: nextShopState(shop.state, { kind: 'view.opened' }, since),
  }));
  const committed = new Committed(new WorkingState({ ...stored, shops }, since));
  return {
    replica: committed.replica(),
    queries: queryHandlers(parts.store, committed),
  };
};
