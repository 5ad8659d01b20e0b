import { describe, expect, test } from 'vitest';
import { asBuyerPin, asMessageId, asPlatformMessageId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { messageRow, OTHER_SHOP, SHOP, shopRow } from '../testing/rows.ts';
import { type ContractPlace, NOTHING, putMessages, REF } from './place.contract.ts';

export const questionsContract = (at: ContractPlace): void => {
  describe('questions', () => {
    test('open sends come back oldest first, with the unconfirmed and without the settled', async () => {
      const states = ['queued', 'sent', 'sending', 'rejected', 'unconfirmed', 'cancelled'] as const;
      const rows = states.map((state, place) =>
        messageRow(10 - place, {
          origin: 'agent',
          send: { state, reason: null, changedAt: 1 },
        }),
      );
      await at.commitWithShop(...putMessages([...rows, messageRow(11)]));
      await at.reopen();
      const state = await at.store.load();
      expect(state.openSends.map((message) => message.send?.state)).toEqual([
        'unconfirmed',
        'sending',
        'queued',
      ]);
      expect(state.lastArrival).toBe(11);
    });

    test('lookUp finds what exists, once, and nothing else', async () => {
      await at.commitWithShop(
        { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
        ...putMessages([messageRow(1), messageRow(2)]),
        {
          put: 'gatewayFrameId',
          row: { shopId: SHOP, frameId: asMessageId('f-1'), at: Date.now() },
        },
        {
          put: 'gatewayFrameId',
          row: { shopId: SHOP, frameId: asMessageId('f-1'), at: Date.now() },
        },
      );
      expect(await at.store.lookUp(NOTHING)).toEqual(NOTHING);
      const found = await at.store.lookUp({
        conversations: [],
        platformMessages: [
          { shopId: SHOP, id: asPlatformMessageId('p-1') },
          { shopId: SHOP, id: asPlatformMessageId('p-1') },
          { shopId: OTHER_SHOP, id: asPlatformMessageId('p-2') },
          { shopId: SHOP, id: asPlatformMessageId('p-9') },
        ],
        messages: [asMessageId('m-2'), asMessageId('m-2'), asMessageId('m-9')],
        gatewayFrames: [
          { shopId: SHOP, frameId: asMessageId('f-1') },
          { shopId: OTHER_SHOP, frameId: asMessageId('f-1') },
        ],
        buyerMessagesAfter: [],
      });
      expect(found).toEqual({
        conversations: [],
        platformMessages: [messageRow(1)],
        messages: [messageRow(2)],
        gatewayFrames: [{ shopId: SHOP, frameId: asMessageId('f-1') }],
        buyerMessagesAfter: [],
      });
    });

    test('[CV7] the earliest buyer message that had not arrived and that nobody saw elsewhere', async () => {
      const rows = [
        messageRow(1, { orderAt: 5000 }),
        messageRow(2, { orderAt: 5000, origin: 'agent' }),
        messageRow(3, { orderAt: 5000, origin: 'system' }),
        messageRow(5, { orderAt: 5001 }),
        messageRow(6, { orderAt: 4000 }),
        messageRow(7, { orderAt: 5009, buyerPin: asBuyerPin('someone else') }),
      ];
      await at.commitWithShop(...putMessages(rows));
      const firstAfter = async (
        arrival: number,
        elsewhereAt: number | null,
      ): Promise<readonly string[]> => {
        const answer = await at.store.lookUp({
          ...NOTHING,
          buyerMessagesAfter: [{ ...REF, after: { arrival, elsewhereAt } }],
        });
        return answer.buyerMessagesAfter.map((message) => message.messageId);
      };
      expect(await firstAfter(0, null)).toEqual(['m-6']);
      expect(await firstAfter(0, 4500)).toEqual(['m-1']);
      expect(await firstAfter(1, 4500)).toEqual(['m-5']);
      expect(await firstAfter(5, null)).toEqual(['m-6']);
      expect(await firstAfter(5, 4000)).toEqual(['m-6']);
      expect(await firstAfter(5, 4001)).toEqual([]);
      expect(await firstAfter(6, null)).toEqual([]);
    });

    test('pages go back without a gap or a repeat, also where many messages share a time', async () => {
      const rows = Array.from({ length: 23 }, (_, n) =>
        messageRow(n + 1, { orderAt: 1000 + Math.floor(n / 6) }),
      );
      const elsewhere = messageRow(99, { buyerPin: asBuyerPin('someone else') });
      await at.commitWithShop(...putMessages([...rows.toReversed(), elsewhere]));
      const seen: Message[] = [];
      let before: Message | null = null;
      for (let page = 0; page < 5; page += 1) {
        const { messages, hasOlder } = await at.store.loadMessages(REF, before, 5);
        seen.unshift(...messages);
        before = messages[0] ?? null;
        expect(hasOlder).toBe(page < 4);
      }
      expect(seen).toEqual(rows);
      expect(await at.store.loadMessages(REF, rows[0] ?? null, 5)).toEqual({
        messages: [],
        hasOlder: false,
      });
      expect((await at.store.loadMessages(REF, null, 23)).hasOlder).toBe(false);
    });

    test('pages go forward from any place without a gap or a repeat, the place included', async () => {
      const rows = Array.from({ length: 11 }, (_, n) =>
        messageRow(n + 1, { orderAt: 1000 + Math.floor(n / 4) }),
      );
      const elsewhere = messageRow(99, { buyerPin: asBuyerPin('someone else') });
      await at.commitWithShop(...putMessages([...rows.toReversed(), elsewhere]));
      const seen: Message[] = [];
      for (let from = { orderAt: 1000, arrival: 3 }; seen.length < 9;) {
        const { messages, hasNewer } = await at.store.loadMessagesFrom(REF, from, 4);
        seen.push(...messages);
        const last = messages.at(-1) ?? from;
        from = { orderAt: last.orderAt, arrival: last.arrival + 1 };
        expect(hasNewer).toBe(seen.length < 9);
      }
      expect(seen).toEqual(rows.slice(2));
      const beyond = { orderAt: 2000, arrival: 0 };
      expect(await at.store.loadMessagesFrom(REF, beyond, 4)).toEqual({
        messages: [],
        hasNewer: false,
      });
    });
  });
};
