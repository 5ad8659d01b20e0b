import { describe, expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { costOfPages, type PageProcesses } from './page-cost.ts';

const MB = 1024 * 1024;
const page = (shop: string, processIds: readonly number[] | null): PageProcesses => ({
  shopId: asShopId(shop),
  isShown: false,
  processIds,
});
const memory = new Map([
  [1, 60 * MB],
  [2, 90 * MB],
  [3, 30 * MB],
]);
const costs = (pages: readonly PageProcesses[]) =>
  costOfPages(pages, memory).map(({ bytes, isShared }) => [bytes, isShared]);

describe('what pages cost', () => {
  it('a page costs its own process and those of its frames', () => {
    expect(costs([page('a', [1]), page('b', [2, 3])])).toEqual([
      [60 * MB, false],
      [120 * MB, false],
    ]);
  });

  it('a process that two pages share is counted once', () => {
    expect(costs([page('a', [2]), page('a', [2, 3]), page('b', [1])])).toEqual([
      [45 * MB, true],
      [75 * MB, true],
      [60 * MB, false],
    ]);
  });

  it('two frames in one process make it no dearer', () => {
    expect(costs([page('a', [1, 1])])).toEqual([[60 * MB, false]]);
  });

  it('what nobody knows is unknown, not nothing', () => {
    expect(costs([page('a', null), page('b', [1, 99]), page('c', [])])).toEqual([
      [null, false],
      [null, false],
      [null, false],
    ]);
  });
});
