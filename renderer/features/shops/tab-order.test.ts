import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { movedPositions } from './tab-order.ts';

const shops = ['a', 'b', 'c', 'd'].map((id, position) => ({ shopId: asShopId(id), position }));

describe('dragging a tab', () => {
  it('changes only the places between where it was and where it went', () => {
    expect(movedPositions(shops, asShopId('c'), asShopId('a'))).toEqual([
      { shopId: 'c', position: 0 },
      { shopId: 'a', position: 1 },
      { shopId: 'b', position: 2 },
    ]);
  });

  it('does nothing on itself or for a shop that has gone', () => {
    expect(movedPositions(shops, asShopId('b'), asShopId('b'))).toEqual([]);
    expect(movedPositions(shops, asShopId('x'), asShopId('b'))).toEqual([]);
  });
});
