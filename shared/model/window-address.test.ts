import { expect, it } from 'vitest';
import { asBuyerPin, asShopId, conversationKey } from './ids.ts';
import { conversationOf, queryOf } from './window-address.ts';

it('a window of one conversation finds it by its address, whatever the ids', () => {
  for (const [shop, buyer] of [
    ['s1', 'b1'],
    ['店铺 1&buyer=x', 'a+b=%41#?'],
    ['__proto__', '😀'],
  ] as const) {
    const ref = { shopId: asShopId(shop), buyerPin: asBuyerPin(buyer) };
    expect(conversationOf(queryOf(ref))).toBe(conversationKey(ref));
  }
  for (const query of ['', '?lang=en', '?shop=s1', '?shop=&buyer=b', '?shop=%ff&buyer=b']) {
    expect(conversationOf(query)).toBeNull();
  }
});
