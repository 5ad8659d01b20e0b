import type { LedgerView } from '../../sandbox/ledger.ts';
import type { World } from '../../sandbox/world.ts';
import type { Platform } from '#shared/model/platform.ts';
import type { ContractPlatform } from './connector.contract.ts';

/** A sandbox world as the contract suite uses it. */
export const sandboxPlatform = (world: World, platform: Platform): ContractPlatform => {
  const book = (storeId: string): LedgerView['platforms'][string] | undefined =>
    world.ledger().platforms[storeId];
  return {
    base: world.platformsUrl,
    addShop: (name) => {
      const { store_id: storeId, cookie } = world.control.createShop({ platform, name });
      return { storeId, cookie };
    },
    newCookie: (storeId) => world.control.login(storeId).cookie,
    say: (storeId, pin, type, content) =>
      world.control.say(storeId, pin, { msg_type: type, content }).message_id,
    fault: (storeId, fault) => void world.control.shopFault(storeId, fault),
    solve: (storeId) => void world.control.solve(storeId),
    setStaff: (storeId, staff) => world.control.setStaff(storeId, staff),
    sentByAgent: (storeId) => book(storeId)?.sent_by_agent ?? [],
    transfers: (storeId) => book(storeId)?.transfers ?? [],
    close: () => world.close(),
  };
};
