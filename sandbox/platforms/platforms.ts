import type { Platform } from '#shared/model/platform.ts';
import type { Ledger } from '../ledger.ts';
import type { LongIds } from '../long-ids.ts';
import { Sessions } from './sessions.ts';
import { SimulatedShop } from './shop.ts';
import type { ShopFault } from './shop-faults.ts';

/** All simulated shops and who is logged in to them. */
export class SimulatedPlatforms {
  readonly sessions: Sessions;
  readonly #ledger: Ledger;
  readonly #now: () => number;
  readonly #ids: LongIds;
  readonly #shops = new Map<string, SimulatedShop>();

  constructor(parts: { ledger: Ledger; now: () => number; seed: string; ids: LongIds }) {
    this.#ledger = parts.ledger;
    this.#now = parts.now;
    this.#ids = parts.ids;
    this.sessions = new Sessions(parts.seed, parts.now);
  }

  get shops(): readonly SimulatedShop[] {
    return [...this.#shops.values()];
  }

  shop(storeId: string): SimulatedShop | null {
    return this.#shops.get(storeId) ?? null;
  }

  add(storeId: string, platform: Platform, name: string): SimulatedShop {
    const shop = new SimulatedShop({
      storeId,
      platform,
      name,
      ledger: this.#ledger,
      ids: this.#ids,
      now: this.#now,
    });
    this.#shops.set(storeId, shop);
    return shop;
  }

  applyFault(shop: SimulatedShop, fault: ShopFault): void {
    if (fault.kind === 'expire') this.sessions.expire(shop);
    if (fault.kind === 'none') this.sessions.revive(shop);
    shop.applyFault(fault);
  }
}
