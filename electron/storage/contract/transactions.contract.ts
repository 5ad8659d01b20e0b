import { describe, expect, test } from 'vitest';
import { asMessageId, asPlatformMessageId } from '#shared/model/ids.ts';
import type { Write } from '../../core/ports/store.ts';
import { buyerSpeaks, messageRow, OTHER_SHOP, shopRow } from '../testing/rows.ts';
import { type ContractPlace, putMessages, REF } from './place.contract.ts';

export const transactionsContract = (at: ContractPlace): void => {
  describe('transactions', () => {
    const failures: readonly (readonly [string, readonly Write[]])[] = [
      ['a shop that is unknown', putMessages([messageRow(3, { shopId: OTHER_SHOP })])],
      [
        'a platform id that another message of the shop has',
        putMessages([messageRow(3, { platformMessageId: asPlatformMessageId('p-1') })]),
      ],
      [
        'an arrival that another message has',
        putMessages([messageRow(1, { messageId: asMessageId('m-3'), platformMessageId: null })]),
      ],
    ];
    test.each(failures)('[ST2] %s refuses the whole commit and nothing else', async (_, bad) => {
      await at.commitWithShop(...buyerSpeaks(1));
      const before = await at.store.load();
      const outbox = await at.store.loadOutbox(0, 10);
      const settled = await Promise.allSettled([
        at.commit(...buyerSpeaks(20)),
        at.commit(
          { put: 'shop', row: shopRow({ alias: '改名' }) },
          {
            put: 'quarantine',
            row: { at: 1, reason: { kind: 'notJson', about: null }, bytes: 1, preview: '' },
          },
          { remove: 'outboxUpTo', outboxSeq: 1_000 },
          ...buyerSpeaks(2),
          ...bad,
        ),
        at.commit(...buyerSpeaks(21)),
      ]);
      expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(settled[1]).toMatchObject({
        reason: { name: 'StorageError', kind: 'storage.failed' },
      });
      await at.reopen();
      const after = await at.store.load();
      expect(after.shops).toEqual(before.shops);
      expect(after.quarantinedFrames).toBe(0);
      expect((await at.store.loadOutbox(0, 10)).slice(0, 1)).toEqual(outbox);
      const { messages } = await at.store.loadMessages(REF, null, 10);
      expect(messages.map((message) => message.messageId)).toEqual(['m-1', 'm-20', 'm-21']);
    });

    test('the order of rows inside a commit does not matter to references', async () => {
      await at.commit(...buyerSpeaks(1), { put: 'shop', row: shopRow() });
      expect((await at.store.load()).shops).toHaveLength(1);
    });

    test('an empty commit is a commit', async () => {
      await at.commit();
    });

    test('calls run in the order in which they were made', async () => {
      const [, first, , second] = await Promise.all([
        at.commitWithShop(...buyerSpeaks(1)),
        at.store.loadMessages(REF, null, 10),
        at.commit(...buyerSpeaks(2)),
        at.store.loadMessages(REF, null, 10),
      ]);
      expect(first.messages).toHaveLength(1);
      expect(second.messages).toHaveLength(2);
    });

    test('what is handed in and out are copies', async () => {
      const row = { ...messageRow(1) };
      const done = at.commitWithShop({ put: 'message', row });
      row.content = 'changed after the call';
      await done;
      const [found] = (await at.store.loadMessages(REF, null, 1)).messages;
      expect(found?.content).toBe(messageRow(1).content);
    });
  });
};
