import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { applyDelta, type Delta } from '#shared/sync/delta.ts';
import { EMPTY_ORDER, orderAfter, orderOf } from './inbox-order.ts';
import { aConversation, aReplica } from '../testing/records.ts';

const row = fc
  .record({
    pin: fc.integer({ min: 0, max: 12 }),
    shop: fc.integer({ min: 1, max: 3 }),
    waitingSince: fc.option(fc.integer({ min: 0, max: 5 })),
    lastOrderAt: fc.integer({ min: 0, max: 5 }),
    closed: fc.boolean(),
  })
  .map(({ pin, shop, ...rest }) =>
    aConversation(`buyer-${String(pin)}`, { shopId: asShopId(`shop-${String(shop)}`), ...rest }),
  );
const delta: fc.Arbitrary<Delta> = fc.record(
  {
    conversations: fc.uniqueArray(row, { maxLength: 6, selector: ({ key }) => key }),
    removedShops: fc.constantFrom([], [asShopId('shop-2')]),
  },
  { requiredKeys: [] },
);

describe('the order of the list', () => {
  it('who waits longest comes first, then who was answered last', () => {
    const order = orderOf(
      aReplica([
        aConversation('short', { waitingSince: 90 }),
        aConversation('old-answer', { lastOrderAt: 10 }),
        aConversation('long', { waitingSince: 20 }),
        aConversation('new-answer', { lastOrderAt: 80 }),
        aConversation('closed', { waitingSince: 1, closed: true, lastOrderAt: 1 }),
      ]).conversations,
    );
    expect(order.waiting.map((key) => key.split('\u001f')[1])).toEqual(['long', 'short']);
    expect(order.replied.map((key) => key.split('\u001f')[1])).toEqual([
      'new-answer',
      'old-answer',
      'closed',
    ]);
  });

  it('kept step by step it equals the order made anew, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(delta, { maxLength: 20 }), (deltas) => {
        let replica = aReplica();
        let order = EMPTY_ORDER;
        for (const step of deltas) {
          const next = applyDelta(replica, step);
          order = orderAfter(order, replica.conversations, next.conversations, step);
          replica = next;
          expect(order).toEqual(orderOf(replica.conversations));
        }
      }),
    );
  });

  it('[CV7] another message of a buyer who already waits moves nothing and makes no new list', () => {
    const waiting = aConversation('a', { waitingSince: 5 });
    const before = aReplica([waiting, aConversation('b', { waitingSince: 6 })]);
    const order = orderOf(before.conversations);
    const step = { conversations: [{ ...waiting, unread: 2, lastOrderAt: 50 }] };
    const after = applyDelta(before, step);
    expect(orderAfter(order, before.conversations, after.conversations, step)).toBe(order);
  });
});
