import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { ConversationTable } from './conversation-table.ts';
import { aConversation, anUrgency } from '../testing/records.ts';
import { WaitingCounter } from './waiting-counter.ts';

const stateOf = (...rows: ReturnType<typeof aConversation>[]) => {
  const conversations = new ConversationTable(anUrgency());
  conversations.replace(rows);
  return { conversations, order: conversations.order };
};

describe('the badges', () => {
  const one = aConversation('a', { shopId: asShopId('1'), waitingSince: 5 });
  const two = aConversation('b', { shopId: asShopId('2'), waitingSince: 6 });

  it('count who waits, in all and per shop, and nobody who was closed', () => {
    const counts = new WaitingCounter().read(
      stateOf(one, two, aConversation('c', { shopId: asShopId('2') }), {
        ...aConversation('d', { shopId: asShopId('2'), waitingSince: 1 }),
        closed: true,
      }),
    );
    expect(counts.total).toBe(2);
    expect([...counts.byShop]).toEqual([
      ['1', 1],
      ['2', 1],
    ]);
  });

  it('stay the same object while only the order changes', () => {
    const counter = new WaitingCounter();
    const before = counter.read(stateOf(one, two));
    expect(counter.read(stateOf({ ...one, waitingSince: 9 }, two))).toBe(before);
    expect(counter.read(stateOf(two))).not.toBe(before);
  });
});
