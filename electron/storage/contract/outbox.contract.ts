import { describe, expect, test } from 'vitest';
import { asMessageId, asStaffId } from '#shared/model/ids.ts';
import type { BusinessFrame } from '#shared/protocol/frames.ts';
import type { Write } from '../../core/ports/store.ts';
import { BUYER, frameOf, messageRow, SHOP } from '../testing/rows.ts';
import type { ContractPlace } from './place.contract.ts';

export const outboxContract = (at: ContractPlace): void => {
  describe('outbox', () => {
    test('[GW9] frames are numbered upwards, read from a place on, and done up to a number', async () => {
      const frames = [1, 2, 3, 4].map((arrival) => frameOf(messageRow(arrival)));
      await at.commitWithShop(...frames.map((frame): Write => ({ put: 'outbox', row: frame })));
      const rows = await at.store.loadOutbox(0, 10);
      expect(rows.map((row) => row.frame)).toEqual(frames);
      const numbers = rows.map((row) => row.outboxSeq);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(await at.store.loadOutbox(numbers[0] ?? 0, 2)).toEqual(rows.slice(1, 3));

      await at.commit({ remove: 'outboxUpTo', outboxSeq: numbers[2] ?? 0 });
      expect(await at.store.loadOutbox(0, 10)).toEqual(rows.slice(3));
      expect((await at.store.load()).pendingFrames).toBe(1);
    });

    test('[GW9] a number is never given twice, not even after a restart with an empty outbox', async () => {
      await at.commitWithShop({ put: 'outbox', row: frameOf(messageRow(1)) });
      const first = (await at.store.loadOutbox(0, 1))[0]?.outboxSeq ?? 0;
      await at.commit({ remove: 'outboxUpTo', outboxSeq: first });
      await at.reopen();
      await at.commit({ put: 'outbox', row: frameOf(messageRow(2)) });
      expect((await at.store.loadOutbox(0, 1))[0]?.outboxSeq).toBeGreaterThan(first);
    });

    test('a staff list frame and an agent reply frame come back in full', async () => {
      const common = { store_id: SHOP, message_id: asMessageId('m-1'), timestamp: 5 };
      const staff = {
        staff_id: asStaffId('1'),
        name: '小李',
        status: 1,
        department: '售前',
        online: true,
      };
      const frames: readonly BusinessFrame[] = [
        { type: 'staff_list', content: '客服列表', data: { staff_list: [staff] }, ...common },
        {
          type: 'agent_reply',
          content: '好的',
          msg_type: 'text',
          receiver: { id: BUYER },
          ...common,
        },
        { type: 'transfer', content: '小李', sender: { id: BUYER }, ...common },
      ];
      await at.commitWithShop(...frames.map((frame): Write => ({ put: 'outbox', row: frame })));
      expect((await at.store.loadOutbox(0, 10)).map((row) => row.frame)).toEqual(frames);
    });
  });
};
