import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyDelta,
  applyPhrases,
  EMPTY_OVERVIEW,
  judgeFrame,
  squash,
  type Delta,
  type Replica,
} from './delta.ts';
import type { Conversation } from '../model/conversation.ts';
import { UNCONFIGURED_GATEWAY } from '../model/gateway-status.ts';
import {
  asBuyerPin,
  asMessageId,
  asNoticeId,
  asPhraseId,
  asShopId,
  conversationKey,
} from '../model/ids.ts';
import type { Message } from '../model/message.ts';
import type { Phrase } from '../model/phrase.ts';
import { DEFAULT_SETTINGS } from '../model/settings.ts';
import type { ShopNotice } from '../model/shop-notice.ts';
import type { Shop, StaffList } from '../model/shop.ts';
import { STORAGE_OK } from '../model/storage-status.ts';

const shopIds = ['s1', '__proto__', 's3'].map(asShopId);
const pins = ['b1', 'b2'].map(asBuyerPin);
const anyShopId = fc.constantFrom(...shopIds);
const version = fc.integer({ min: 0, max: 999 });

const shop = fc.record({ shopId: anyShopId, position: version }) as fc.Arbitrary<Shop>;
const conversation = fc
  .record({ shopId: anyShopId, buyerPin: fc.constantFrom(...pins), unread: version })
  .map((row) => Object.assign(row, { key: conversationKey(row) })) as fc.Arbitrary<Conversation>;
const message = fc.record({
  messageId: fc.constantFrom('m1', 'm2', 'm3').map(asMessageId),
  shopId: anyShopId,
  orderAt: version,
}) as fc.Arbitrary<Message>;
const staffList = fc.record({ shopId: anyShopId, updatedAt: version }) as fc.Arbitrary<StaffList>;
/** An entry never changes its shop. */
const notice = fc
  .record({
    shopId: anyShopId,
    at: version,
    ended: fc.constantFrom(null, { how: 'dismissed', at: 1 } as const),
  })
  .map((row) =>
    Object.assign(row, { noticeId: asNoticeId(`n-${row.shopId}`) }),
  ) as fc.Arbitrary<ShopNotice>;

const anyPhraseId = fc.constantFrom('p1', 'p2', 'p3').map(asPhraseId);
const phrase = fc.record({ phraseId: anyPhraseId, usedCount: version }) as fc.Arbitrary<Phrase>;

const some = <Row>(row: fc.Arbitrary<Row>): fc.Arbitrary<Row[]> => fc.array(row, { maxLength: 4 });
const anyDelta: fc.Arbitrary<Delta> = fc.record(
  {
    shops: some(shop),
    removedShops: fc.uniqueArray(anyShopId, { maxLength: 2 }),
    conversations: some(conversation),
    messages: some(message),
    staffLists: some(staffList),
    notices: some(notice),
    phrases: some(phrase),
    removedPhrases: fc.uniqueArray(anyPhraseId, { maxLength: 2 }),
    gateway: version.map((roundTripMs) => ({ ...UNCONFIGURED_GATEWAY, roundTripMs })),
    clock: version.map((skewMs) => ({ skewMs })),
    cookieNotes: fc.dictionary(anyShopId, fc.record({ count: fc.nat(9), names: fc.constant([]) })),
    shownPages: fc.dictionary(anyShopId, fc.constantFrom('beside', 'window')),
    storage: version.map((waitingWrites) => ({ ...STORAGE_OK, waitingWrites })),
    settings: version.map((takeOverMinutes) =>
      Object.assign({}, DEFAULT_SETTINGS, { takeOverMinutes }),
    ),
  },
  { requiredKeys: [] },
);

const EMPTY: Replica = { ...EMPTY_OVERVIEW, conversations: {}, waitingLeftOut: 0 };

describe('deltas', () => {
  it('squash does what its two deltas do, from any replica', () => {
    fc.assert(
      fc.property(anyDelta, anyDelta, anyDelta, (start, older, newer) => {
        const replica = applyDelta(EMPTY, start);
        const twice = applyDelta(applyDelta(replica, older), newer);
        expect(applyDelta(replica, squash(older, newer))).toEqual(twice);
      }),
    );
  });

  it('squash does to phrases what its two deltas do', () => {
    fc.assert(
      fc.property(anyDelta, anyDelta, anyDelta, (start, older, newer) => {
        const phrases = applyPhrases(new Map(), start);
        const twice = applyPhrases(applyPhrases(phrases, older), newer);
        expect(applyPhrases(phrases, squash(older, newer))).toEqual(twice);
      }),
    );
  });

  it('squash is associative in what it does, and the empty delta does nothing', () => {
    fc.assert(
      fc.property(anyDelta, anyDelta, anyDelta, (a, b, c) => {
        const left = applyDelta(EMPTY, squash(squash(a, b), c));
        expect(left).toEqual(applyDelta(EMPTY, squash(a, squash(b, c))));
        expect(squash(a, {})).toEqual(a);
        expect(squash({}, a)).toEqual(a);
      }),
    );
  });

  it('of a message told twice only the newest is kept, and none of a removed shop', () => {
    fc.assert(
      fc.property(anyDelta, anyDelta, (older, newer) => {
        const messages = squash(older, newer).messages ?? [];
        for (const row of newer.messages ?? []) {
          const last = newer.messages?.findLast(({ messageId }) => messageId === row.messageId);
          expect(messages).toContainEqual(last);
        }
        const gone = newer.removedShops ?? [];
        const fromOlder = messages.filter((row) => !newer.messages?.includes(row));
        expect(fromOlder.filter(({ shopId }) => gone.includes(shopId))).toEqual([]);
      }),
    );
  });

  it('keeps the identity of tables that a delta does not touch', () => {
    const [first] = shopIds;
    if (first === undefined) throw new Error('no shop');
    const replica = applyDelta(EMPTY, { staffLists: [{ shopId: first, staff: [], updatedAt: 1 }] });
    const next = applyDelta(replica, { storage: { ...EMPTY.storage, phase: 'failing' } });
    expect(next.staffLists).toBe(replica.staffLists);
    expect(next.conversations).toBe(replica.conversations);
    expect(next.shops).toBe(replica.shops);
  });
});

describe('frames', () => {
  const at = { epoch: 'a', seq: 5 };

  it('are applied in order, ignored when old, and a gap or another life asks for a snapshot', () => {
    expect(judgeFrame(at, { epoch: 'a', seq: 6 })).toBe('apply');
    expect(judgeFrame(at, { epoch: 'a', seq: 5 })).toBe('ignore');
    expect(judgeFrame(at, { epoch: 'a', seq: 1 })).toBe('ignore');
    expect(judgeFrame(at, { epoch: 'a', seq: 7 })).toBe('resync');
    expect(judgeFrame(at, { epoch: 'b', seq: 6 })).toBe('resync');
  });
});
