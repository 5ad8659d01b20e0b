import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { SHOP_STATES, type ShopStateKind } from '#shared/model/shop.ts';
import { attentionQueue } from './attention-queue.ts';

const shop = (id: string, kind: ShopStateKind, since: number, position = 0) => ({
  shopId: asShopId(id),
  position,
  state: { kind, since, reason: null, words: null, link: null },
});
const ids = (rows: readonly { readonly shopId: string }[]): string[] =>
  rows.map(({ shopId }) => shopId);

describe('the queue of shops that wait for a person', () => {
  it('[PL8] verification: who has waited longest is next, and one that is solved makes way', () => {
    const all = [
      shop('late', 'challenge', 30),
      shop('first', 'challenge', 10),
      shop('well', 'online', 1),
      shop('middle', 'challenge', 20),
    ];
    expect(ids(attentionQueue(all).toVerify)).toEqual(['first', 'middle', 'late']);
    const solved = all.map((row) => (row.shopId === 'first' ? shop('first', 'online', 40) : row));
    expect(ids(attentionQueue(solved).toVerify)).toEqual(['middle', 'late']);
  });

  it('[PL8] the same moment: by the place among the tabs, in whatever order they come', () => {
    const all = [
      shop('c', 'challenge', 5, 2),
      shop('a', 'challenge', 5, 1),
      shop('b', 'challenge', 5, 1),
    ];
    expect(ids(attentionQueue(all).toVerify)).toEqual(['a', 'b', 'c']);
    expect(ids(attentionQueue(all.toReversed()).toVerify)).toEqual(['a', 'b', 'c']);
  });

  it('[PL1] holds every state that wants a person, once, and no other', () => {
    const { toVerify, others } = attentionQueue(
      SHOP_STATES.map((kind, at) => shop(kind, kind, 100 - at)),
    );
    expect(ids(toVerify)).toEqual(['challenge']);
    expect(ids(others)).toEqual([
      'adapter_broken',
      'identity_mismatch',
      'kicked',
      'login_required',
    ]);
  });
});
