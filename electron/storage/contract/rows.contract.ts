import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import { describe, expect, test } from 'vitest';
import { asMessageId, asPlatformMessageId, asStaffId, asSuggestionId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import type { Write } from '../../core/ports/store.ts';
import { LIMITS } from '../limits.ts';
import {
  buyerSpeaks,
  conversationRow,
  messageRow,
  OTHER_SHOP,
  SHOP,
  shopRow,
} from '../testing/rows.ts';
import { type ContractPlace, putConversation, putMessages, REF } from './place.contract.ts';

export const rowsContract = (at: ContractPlace): void => {
  describe('rows', () => {
    test('a new place is empty', async () => {
      expect(await at.store.load()).toEqual({
        shops: [],
        conversations: [],
        staffLists: [],
        settings: null,
        openNotices: [],
        outages: [],
        openSends: [],
        lastArrival: 0,
        pendingFrames: 0,
        quarantinedFrames: 0,
        setAside: [],
        phrases: [],
      });
    });

    test('a shop comes back as it was put, and the second put replaces it', async () => {
      const bare = shopRow({
        platform: null,
        name: null,
        state: {
          kind: 'challenge',
          since: 5,
          reason: null,
          words: '滑块',
          link: 'https://verify.example/x',
        },
        capabilities: [],
        adapterVersion: null,
        defaultMode: 'manual',
        lastHeardAt: null,
      });
      await at.commit({ put: 'shop', row: shopRow() }, ...buyerSpeaks(1));
      await at.commit({ put: 'shop', row: bare });
      await at.reopen();
      const state = await at.store.load();
      expect(state.shops).toEqual([bare]);
      // Replacing the shop must not take its rows with it.
      expect(state.conversations).toHaveLength(1);
      expect(state.lastArrival).toBe(1);
    });

    test('[ST6] a conversation with draft, suggestions and questions survives a restart', async () => {
      const full = conversationRow({
        avatarUrl: 'https://img.example/a.png',
        mode: { kind: 'manual', endsAt: 99 },
        waitingSince: 7,
        answeredUpTo: { arrival: 2, elsewhereAt: 3 },
        unread: 3,
        last: { origin: 'agent', type: 'image', text: '[图片]', at: 8, sendState: 'unconfirmed' },
        pinned: {
          type: 'order_card',
          content: '商品id:1 订单号:2',
          card: {
            title: '杯子',
            priceText: '¥9.90',
            imageUrl: null,
            goodsId: '1',
            orderId: '2',
            link: null,
          },
          at: 9,
        },
        suggestions: [
          {
            suggestionId: asSuggestionId('s-2'),
            type: 'text',
            content: '亲,在的',
            receivedAt: 5,
            why: 'manual',
          },
          {
            suggestionId: asSuggestionId('s-1'),
            type: 'product_card',
            content: 'https://item.example/1',
            receivedAt: 6,
            why: 'agentTyping',
          },
        ],
        transferQuestion: { staffName: '小李', why: 'several', askedAt: 10 },
        draft: '您好,\n稍等 🙂 \u0000 ' + 'x'.repeat(60_000),
        starred: true,
        closed: true,
      });
      await at.commitWithShop(putConversation(full));
      await at.reopen();
      expect((await at.store.load()).conversations).toEqual([full]);

      await at.commit(putConversation({ ...full, draftRevision: 5 }));
      await at.reopen();
      // It counts within one life (CV13).
      expect((await at.store.load()).conversations).toEqual([full]);

      const plain = conversationRow();
      await at.commit(putConversation(plain));
      await at.reopen();
      expect((await at.store.load()).conversations).toEqual([plain]);
    });

    test('[CV1] the same buyer pin in two shops is two conversations', async () => {
      const here = conversationRow({ draft: 'a' });
      const there = conversationRow({ shopId: OTHER_SHOP, draft: 'b' });
      await at.commitWithShop(
        { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
        putConversation(here),
        putConversation(there),
      );
      const { conversations } = await at.store.load();
      expect(conversations.toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([here, there]);
    });

    test('every kind of message comes back as it was put', async () => {
      const card = {
        title: 't',
        priceText: null,
        imageUrl: 'https://img.example/1',
        goodsId: '7',
        orderId: null,
        link: 'https://item.example/7',
      };
      const rows = [
        messageRow(1),
        messageRow(2, { type: 'product_card', card }),
        messageRow(3, {
          origin: 'system',
          type: 'systemLine',
          content: '',
          systemLine: { code: 'transfer.failed', staffName: '小李', reason: '离线' },
          platformMessageId: null,
        }),
        messageRow(4, { type: 'unknown', platformMessageId: null }),
        messageRow(5, {
          origin: 'agent',
          platformMessageId: null,
          send: {
            state: 'rejected',
            reason: { code: 'refused', platformCode: '9', words: '含违禁词' },
            changedAt: 77,
          },
        }),
      ];
      await at.commitWithShop(...putMessages(rows));
      await at.reopen();
      expect(await at.store.loadMessages(REF, null, 10)).toEqual({
        messages: rows,
        hasOlder: false,
      });
    });

    test('a message is replaced by its id: place, state and platform id may change', async () => {
      const queued = messageRow(1, {
        origin: 'agent',
        platformMessageId: null,
        send: { state: 'queued', reason: null, changedAt: 1 },
      });
      const sent: Message = {
        ...queued,
        orderAt: queued.orderAt + 50,
        arrival: 9,
        platformMessageId: asPlatformMessageId('p-x'),
        send: { state: 'sent', reason: null, changedAt: 2 },
      };
      await at.commitWithShop(...putMessages([queued]));
      await at.commit(...putMessages([sent]));
      expect((await at.store.loadMessages(REF, null, 10)).messages).toEqual([sent]);
      expect((await at.store.load()).openSends).toEqual([]);
      // The old arrival is free again.
      await at.commit(...putMessages([messageRow(1, { messageId: asMessageId('other') })]));
    });

    test('[CV9] a fraction of a millisecond from outside does not refuse the row', async () => {
      await at.commitWithShop(...putMessages([messageRow(1, { orderAt: 1000.7, sentAt: 1000.7 })]));
      expect((await at.store.loadMessages(REF, null, 1)).messages).toEqual([
        messageRow(1, { orderAt: 1000, sentAt: 1000 }),
      ]);
    });

    test('a staff list is replaced as a whole and keeps its order, even with a repeated id', async () => {
      const staff = ['2', '1', '2'].map((id) => ({
        staffId: asStaffId(id),
        name: `客服${id}`,
        status: 1,
        department: '售前',
        online: id === '1',
      }));
      await at.commitWithShop({ put: 'staffList', row: { shopId: SHOP, staff, updatedAt: 1 } });
      await at.reopen();
      expect((await at.store.load()).staffLists).toEqual([{ shopId: SHOP, staff, updatedAt: 1 }]);
      const shorter = { shopId: SHOP, staff: staff.slice(1, 2), updatedAt: 2 };
      await at.commit({ put: 'staffList', row: shorter });
      expect((await at.store.load()).staffLists).toEqual([shorter]);
    });

    test('settings are one row', async () => {
      await at.commit({ put: 'settings', row: DEFAULT_SETTINGS });
      const changed = { ...DEFAULT_SETTINGS, theme: 'dark', takeOverMinutes: 3 } as const;
      await at.commit({ put: 'settings', row: changed });
      await at.reopen();
      expect((await at.store.load()).settings).toEqual(changed);
    });

    test('[GW14] an outage is keyed by its start; the newest 50 come back, newest last', async () => {
      await at.commit(
        ...Array.from({ length: 60 }, (_, at): Write => ({
          put: 'outage',
          row: { from: at * 10, to: at === 59 ? null : at * 10 + 5 },
        })),
      );
      await at.commit({ put: 'outage', row: { from: 590, to: 599 } });
      const { outages } = await at.store.load();
      expect(outages).toHaveLength(LIMITS.loadedOutages);
      expect(outages[0]).toEqual({ from: 100, to: 105 });
      expect(outages.at(-1)).toEqual({ from: 590, to: 599 });
    });

    test('[GW6] the quarantine keeps the newest 1,000 and shows the newest 200', async () => {
      const entry = (at: number): QuarantineEntry => ({
        at,
        reason: { kind: 'fieldMissing', about: 'message.store_id' },
        bytes: at,
        preview: `{"at":${at}`,
      });
      await at.commit(
        ...Array.from({ length: 1010 }, (_, at): Write => ({
          put: 'quarantine',
          row: entry(at),
        })),
      );
      await at.reopen();
      const shown = await at.store.loadQuarantine();
      expect(shown).toHaveLength(LIMITS.loadedQuarantine);
      expect(shown[0]).toEqual(entry(1009));
      expect(shown.at(-1)).toEqual(entry(810));
      expect((await at.store.load()).quarantinedFrames).toBe(LIMITS.keptQuarantine);
    });
  });
};
