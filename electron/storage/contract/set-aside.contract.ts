import { describe, expect, test } from 'vitest';
import { asMessageId } from '#shared/model/ids.ts';
import type { SetAsideFrame } from '../../core/ports/store.ts';
import { frameOf, messageRow, OTHER_SHOP, SHOP, shopRow } from '../testing/rows.ts';
import type { ContractPlace } from './place.contract.ts';

export const setAsideContract = (at: ContractPlace): void => {
  describe('frames that were set aside', () => {
    test('[GW9] one row leaves the outbox and the frame comes back whole, oldest first', async () => {
      const frames = [1, 2, 3].map((arrival) => frameOf(messageRow(arrival)));
      await at.commitWithShop(...frames.map((frame) => ({ put: 'outbox', row: frame }) as const));
      const rows = await at.store.loadOutbox(0, 10);
      const aside = rows.slice(1).map(({ frame }, index): SetAsideFrame => ({
        frame,
        reason: 'closed.1011',
        at: 10 - index,
      }));
      await at.commit(
        ...aside.map((row) => ({ put: 'setAside', row }) as const),
        ...rows.slice(1).map(({ outboxSeq }) => ({ remove: 'outboxRow', outboxSeq }) as const),
        // One that is gone already is no fault.
        { remove: 'outboxRow', outboxSeq: 99_999 },
      );
      await at.reopen();
      expect(await at.store.loadOutbox(0, 10)).toEqual(rows.slice(0, 1));
      expect((await at.store.load()).setAside).toEqual(aside.toReversed());
    });

    test('[GW9] one is taken away by its shop and id, and a removed shop takes its own', async () => {
      const of = (shopId: typeof SHOP, arrival: number) => frameOf(messageRow(arrival, { shopId }));
      const frames = [of(SHOP, 1), of(SHOP, 2), of(OTHER_SHOP, 1)];
      await at.commit(
        { put: 'shop', row: shopRow() },
        { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
        ...frames.map(
          (frame, index) =>
            ({ put: 'setAside', row: { frame, reason: 'closed.1011', at: index } }) as const,
        ),
      );
      await at.commit({ remove: 'setAside', shopId: SHOP, messageId: asMessageId('m-1') });
      expect((await at.store.load()).setAside.map(({ frame }) => frame)).toEqual(frames.slice(1));
      await at.commit({ remove: 'shop', shopId: SHOP });
      expect((await at.store.load()).setAside.map(({ frame }) => frame)).toEqual(frames.slice(2));
    });
  });
};
