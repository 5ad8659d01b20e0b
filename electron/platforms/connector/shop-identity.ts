import type { ShopId } from '#shared/model/ids.ts';
import type { ConnectorEvents } from '../connector.ts';
import type { Adapter } from '../adapter/adapter.ts';
import type { SessionKeeper } from '../session/session-keeper.ts';
import type { Identified, WrongShop } from './page-visit.ts';

export type ShopIdentityParts = {
  readonly adapter: Adapter;
  readonly session: SessionKeeper;
  /** Claims a service account of the platform for this shop: the shop that has it already, or null. */
  readonly claim: (account: string) => ShopId | null;
  readonly events: Pick<ConnectorEvents, 'identity'>;
};

/** Whose page this is: the shop's own alone will do, by a service account that no other shop here has (PL5). */
export class ShopIdentity {
  readonly #parts: ShopIdentityParts;
  #told = '';

  constructor(parts: ShopIdentityParts) {
    this.#parts = parts;
  }

  /** What is wrong with it, or null; then it is remembered, and told when it is news. */
  judge({ shopKey, shopName, staffId, staffName }: Identified): WrongShop | null {
    const { adapter, session, claim, events } = this.#parts;
    const { platform, version, capabilities, textLimit } = adapter.manifest;
    if (!session.isShop(shopKey)) return { kind: 'identity.otherShop', shopName, shopKey };
    const other = claim(`${platform}\u001f${shopKey}\u001f${staffId}`);
    if (other !== null) return { kind: 'identity.twice', shopName, staffName };
    session.rememberShop(shopKey);
    const adapterVersion = `${platform} ${version}`;
    const identity = { name: shopName, capabilities, adapterVersion, textLimit };
    const told = JSON.stringify(identity);
    if (told !== this.#told) void events.identity(identity);
    this.#told = told;
    return null;
  }
}
