import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '#shared/model/conversation.ts';
import { asShopId, refOfKey, type ConversationKey } from '#shared/model/ids.ts';
import { applyDelta, type Delta } from '#shared/sync/delta.ts';
import { ConversationTable } from './conversation-table.ts';
import { aConversation, anUrgency, aReplica } from '../testing/records.ts';

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

const tableOf = (...rows: readonly Conversation[]): ConversationTable => {
  const table = new ConversationTable(anUrgency());
  table.replace(rows);
  return table;
};

const pinsOf = (keys: readonly ConversationKey[]): readonly string[] =>
  keys.map((key) => refOfKey(key).buyerPin);

describe('the conversations of a window', () => {
  it('who waits longest comes first, then who was answered last', () => {
    const { order } = tableOf(
      aConversation('short', { waitingSince: 90 }),
      aConversation('old-answer', { lastOrderAt: 10 }),
      aConversation('long', { waitingSince: 20 }),
      aConversation('new-answer', { lastOrderAt: 80 }),
      aConversation('closed', { waitingSince: 1, closed: true, lastOrderAt: 1 }),
    );
    expect(pinsOf(order.waiting)).toEqual(['long', 'short']);
    expect(pinsOf(order.replied)).toEqual(['new-answer', 'old-answer', 'closed']);
  });

  it('rows and order after any deltas are those that the deltas mean', () => {
    fc.assert(
      fc.property(fc.array(delta, { maxLength: 20 }), (deltas) => {
        const table = new ConversationTable(anUrgency());
        let replica = aReplica();
        for (const step of deltas) {
          table.apply(step);
          replica = applyDelta(replica, step);
          const rows = Object.values<Conversation>(replica.conversations);
          expect(new Set(table.rows())).toEqual(new Set(rows));
          expect(table.order).toEqual(tableOf(...rows).order);
        }
      }),
    );
  });

  it('[CV7] another message of a buyer who already waits moves nothing and makes no new list', () => {
    const waiting = aConversation('a', { waitingSince: 5 });
    const table = tableOf(waiting, aConversation('b', { waitingSince: 6 }));
    const before = table.order;
    table.apply({ conversations: [{ ...waiting, unread: 2, lastOrderAt: 50 }] });
    expect(table.order).toBe(before);
  });

  it('[PF1] a page adds what is not here, and never puts an older row over a newer one', () => {
    const here = aConversation('here', { unread: 3, lastOrderAt: 9 });
    const table = tableOf(here);
    table.add([{ ...here, unread: 0 }, aConversation('from-the-past', { lastOrderAt: 2 })]);
    expect(table.get(here.key)).toBe(here);
    expect(pinsOf(table.order.replied)).toEqual(['here', 'from-the-past']);
  });

  it('[PF2] a change of one row is heard by whoever shows that row, and by nobody else', () => {
    const [a, b] = [aConversation('a'), aConversation('b')];
    const table = tableOf(a, b);
    const heard: string[] = [];
    const stop = table.listen(a.key, () => heard.push('a'));
    table.listen(b.key, () => heard.push('b'));
    table.apply({ conversations: [{ ...a, unread: 1 }] });
    expect(heard).toEqual(['a']);
    table.replace([]);
    expect(heard).toEqual(['a', 'a', 'b']);
    stop();
    table.apply({ conversations: [a] });
    expect(heard).toHaveLength(3);
  });
});
