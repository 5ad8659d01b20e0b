import { describe, expect, it } from 'vitest';
import type { Conversation } from './conversation.ts';
import { asBuyerPin, asShopId } from './ids.ts';
import { newConversation } from './new-rows.ts';
import { comparePlaces, INBOX_FILTERS, isListed, isLive } from './inbox.ts';

const ref = { shopId: asShopId('shop'), buyerPin: asBuyerPin('a') };
const aConversation = (change: Partial<Conversation> = {}): Conversation => ({
  ...newConversation(ref, { defaultMode: 'auto' }, 0),
  ...change,
});

describe('filters', () => {
  const listedUnder = (row: Conversation): readonly string[] =>
    INBOX_FILTERS.filter((filter) => isListed(row, filter));

  it('a row is under each filter that it answers to', () => {
    expect(listedUnder(aConversation())).toEqual(['all']);
    expect(listedUnder(aConversation({ waitingSince: 1, unread: 2, starred: true }))).toEqual([
      'all',
      'waiting',
      'unread',
      'backoffice',
      'starred',
    ]);
    expect(
      listedUnder(aConversation({ waitingSince: 1, mode: { kind: 'manual', endsAt: null } })),
    ).toEqual(['all', 'waiting']);
  });

  it('a closed conversation is only under 已完结', () => {
    expect(
      listedUnder(aConversation({ closed: true, waitingSince: 1, unread: 1, starred: true })),
    ).toEqual(['closed']);
  });
});

describe('the window', () => {
  it('[PF1] a conversation lives while something is to be done in it', () => {
    expect(isLive(aConversation({ unread: 5 }))).toBe(false);
    expect(isLive(aConversation({ mode: { kind: 'manual', endsAt: null } }))).toBe(false);
    expect(isLive(aConversation({ waitingSince: 1 }))).toBe(true);
    expect(isLive(aConversation({ starred: true }))).toBe(true);
    expect(isLive(aConversation({ draft: '亲' }))).toBe(true);
    expect(isLive(aConversation({ mode: { kind: 'manual', endsAt: 9 } }))).toBe(true);
  });
});

describe('places', () => {
  const place = (listedAt: number, shop: string, pin: string) => ({
    listedAt,
    shopId: asShopId(shop),
    buyerPin: asBuyerPin(pin),
  });

  it('the newest line stands first; ids part rows of one moment', () => {
    const places = [place(1, 'a', 'x'), place(3, 'a', 'x'), place(1, 'b', 'x'), place(1, 'a', 'y')];
    const sorted = places.toSorted(comparePlaces);
    expect(
      sorted.map(({ listedAt, shopId, buyerPin }) => `${listedAt}${shopId}${buyerPin}`),
    ).toEqual(['3ax', '1bx', '1ay', '1ax']);
  });
});
