import { describe, expect, test } from 'vitest';
import { LIMITS } from '../limits.ts';
import { BUYER, noticeRow, OTHER_SHOP, SHOP, shopRow } from '../testing/rows.ts';
import type { ContractPlace } from './place.contract.ts';

export const noticesContract = (at: ContractPlace): void => {
  describe('errors of the back office', () => {
    test('[GW13] open ones are loaded at the start, ended ones are in the history of their shop', async () => {
      const plain = noticeRow('plain', { at: 1 });
      const full = noticeRow('full', {
        at: 2,
        buyerPin: BUYER,
        words: '',
        link: 'https://safe.jd.com/verify',
      });
      const ended = noticeRow('ended', {
        at: 3,
        linkProblem: { code: 'outside', host: 'evil.example' },
        ended: { how: 'solved', at: 9 },
      });
      const other = noticeRow('other', { shopId: OTHER_SHOP, at: 4 });
      await at.commit(
        { put: 'shop', row: shopRow() },
        { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
        ...[ended, full, other, plain].map((row) => ({ put: 'notice', row }) as const),
      );
      await at.reopen();
      expect((await at.store.load()).openNotices).toEqual([plain, full, other]);
      expect(await at.store.loadNotices(SHOP)).toEqual([ended, full, plain]);
      const dismissed = { ...full, ended: { how: 'dismissed', at: 10 } } as const;
      await at.commit({ put: 'notice', row: dismissed });
      expect((await at.store.load()).openNotices).toEqual([plain, other]);
      expect(await at.store.loadNotices(SHOP)).toEqual([ended, dismissed, plain]);
    });

    test('[GW13] a history answers its newest and no more', async () => {
      const rows = Array.from({ length: LIMITS.loadedNotices + 5 }, (_, n) =>
        noticeRow(`n-${n}`, { at: n }),
      );
      await at.commitWithShop(...rows.map((row) => ({ put: 'notice', row }) as const));
      const loaded = await at.store.loadNotices(SHOP);
      expect(loaded).toHaveLength(LIMITS.loadedNotices);
      expect(loaded[0]?.at).toBe(rows.length - 1);
    });
  });
};
