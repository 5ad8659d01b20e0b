import { expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { createSelection } from '../state/selection-store.ts';
import { aConversation, FakeBridge } from '../state/testing/records.ts';
import { watchShops } from './watch-shops.ts';

it('[PL1] the shops that the agent looks at are told, each change once', () => {
  const bridge = new FakeBridge();
  const selection = createSelection({ now: () => 0 });
  const row = aConversation('buyer', { shopId: asShopId('shop-2') });
  const stop = watchShops(selection, bridge);
  const { selectShop, openConversation } = selection.getState();
  selectShop(asShopId('shop-1'));
  selectShop(asShopId('shop-1'));
  openConversation(row.key);
  selectShop(asShopId('shop-2'));
  selectShop(null);
  openConversation(null);
  stop();
  selectShop(asShopId('shop-3'));
  expect(bridge.asked.map(({ name }) => name)).toEqual(bridge.asked.map(() => 'shops.noteWatched'));
  expect(bridge.asked.map(({ input }) => input)).toEqual([
    { shopIds: ['shop-1'] },
    { shopIds: ['shop-1', 'shop-2'] },
    { shopIds: ['shop-2'] },
    { shopIds: [] },
  ]);
});
