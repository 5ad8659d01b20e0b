import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import type { LivePage } from '#shared/model/live-pages.ts';
import { memoryText, pagesByShop, totalOf } from './pages-by-shop.ts';

const MB = 1024 * 1024;
const page = (shop: string, mb: number | null, more: Partial<LivePage> = {}): LivePage => ({
  shopId: asShopId(shop),
  isShown: false,
  bytes: mb === null ? null : mb * MB,
  isShared: false,
  ...more,
});

describe('the pages of each shop', () => {
  it('are counted together', () => {
    const pages = [page('a', 60), page('b', 50), page('a', 40, { isShown: true, isShared: true })];
    expect(pagesByShop(pages)).toEqual([
      { shopId: 'a', count: 2, shown: 1, bytes: 100 * MB, isShared: true },
      { shopId: 'b', count: 1, shown: 0, bytes: 50 * MB, isShared: false },
    ]);
    expect(totalOf(pages)).toEqual({ bytes: 150 * MB, isWhole: true });
  });

  it('one that is unknown leaves its shop unknown, and the total a part', () => {
    const pages = [page('a', 60), page('a', null), page('b', 50)];
    expect(pagesByShop(pages).map(({ bytes }) => bytes)).toEqual([null, 50 * MB]);
    expect(totalOf(pages)).toEqual({ bytes: 110 * MB, isWhole: false });
  });

  it('memory is told in MB, and in GB where it is much', () => {
    expect([0.4, 61.5, 1023.4, 1024, 3200].map((mb) => memoryText(mb * MB))).toEqual([
      '0 MB',
      '62 MB',
      '1023 MB',
      '1.0 GB',
      '3.1 GB',
    ]);
  });
});
