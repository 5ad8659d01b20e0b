import type { ShopId } from '#shared/model/ids.ts';
import type { FactSink } from '../ports/facts.ts';

/** What the page of a shop tells when it comes online. Its name is its id. */
export const comeOnline = async (core: FactSink, shopId: ShopId, at: number): Promise<void> => {
  await core.accept({
    kind: 'platform.identity',
    shopId,
    name: shopId,
    capabilities: ['text', 'transfer', 'staff'],
    adapterVersion: 'douyin 1.0.0',
    textLimit: 300,
  });
  for (const kind of ['connect.began', 'identity.confirmed'] as const)
    await core.accept({ kind: 'platform.event', shopId, event: { kind }, at });
};
