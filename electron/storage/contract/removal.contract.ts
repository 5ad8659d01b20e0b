import { describe, expect, test } from 'vitest';
import { asMessageId } from '#shared/model/ids.ts';
import type { Write } from '../../core/ports/store.ts';
import { buyerSpeaks, noticeRow, OTHER_SHOP, SHOP, shopRow } from '../testing/rows.ts';
import { type ContractPlace, NOTHING, REF } from './place.contract.ts';

export const removalContract = (at: ContractPlace): void => {
  describe('removal and end', () => {
    test('a removed shop takes all its rows and nobody else’s', async () => {
      const frameId = asMessageId('f-1');
      const rowsOf = (shop: typeof SHOP, arrival: number): readonly Write[] => [
        { put: 'shop', row: shopRow({ shopId: shop }) },
        ...buyerSpeaks(arrival, { shopId: shop }),
        { put: 'staffList', row: { shopId: shop, staff: [], updatedAt: 1 } },
        { put: 'gatewayFrameId', row: { shopId: shop, frameId, at: Date.now() } },
        { put: 'notice', row: noticeRow(`n-${arrival}`, { shopId: shop }) },
      ];
      await at.commit(...rowsOf(SHOP, 1), ...rowsOf(OTHER_SHOP, 2));
      await at.commit({ remove: 'shop', shopId: SHOP });
      await at.reopen();
      const state = await at.store.load();
      expect(state.shops.map((row) => row.shopId)).toEqual([OTHER_SHOP]);
      expect(state.conversations.map((row) => row.shopId)).toEqual([OTHER_SHOP]);
      expect(state.staffLists.map((row) => row.shopId)).toEqual([OTHER_SHOP]);
      expect(state.openNotices.map((row) => row.shopId)).toEqual([OTHER_SHOP]);
      expect(await at.store.loadNotices(SHOP)).toEqual([]);
      expect(state.pendingFrames).toBe(1);
      expect(await at.store.loadMessages(REF, null, 10)).toEqual({ messages: [], hasOlder: false });
      const found = await at.store.lookUp({
        ...NOTHING,
        messages: [asMessageId('m-1'), asMessageId('m-2')],
        gatewayFrames: [
          { shopId: SHOP, frameId },
          { shopId: OTHER_SHOP, frameId },
        ],
      });
      expect(found.messages.map((row) => row.messageId)).toEqual(['m-2']);
      expect(found.gatewayFrames).toEqual([{ shopId: OTHER_SHOP, frameId }]);
      // The same shop may come again, with the ids it had.
      await at.commit(...rowsOf(SHOP, 1));
    });

    test('close answers what was asked before and refuses what is asked after', async () => {
      const before = at.commitWithShop(...buyerSpeaks(1));
      const closed = at.store.close();
      await expect(at.store.load()).rejects.toMatchObject({
        name: 'StorageError',
        kind: 'storage.failed',
      });
      await before;
      await closed;
      await at.store.close();
      await at.open();
      expect((await at.store.load()).lastArrival).toBe(1);
    });
  });
};
