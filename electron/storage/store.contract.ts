import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Conversation } from '#shared/model/conversation.ts';
import {
  asBuyerPin,
  asMessageId,
  asPlatformMessageId,
  asStaffId,
  asSuggestionId,
} from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import type { BusinessFrame } from '#shared/protocol/frames.ts';
import type { Lookup, Store, Write } from '../core/ports.ts';
import { LIMITS } from './limits.ts';
import {
  BUYER,
  buyerSpeaks,
  conversationRow,
  frameOf,
  messageRow,
  OTHER_SHOP,
  SHOP,
  shopRow,
} from './testing/rows.ts';

/** A place that outlives a store: `open` again after `close` is a restart of the app. */
export type StorePlace = { open(): Promise<Store>; dispose(): Promise<void> };

const NOTHING: Lookup = {
  platformMessages: [],
  messages: [],
  gatewayFrames: [],
  buyerMessagesAfter: [],
};
const REF = { shopId: SHOP, buyerPin: BUYER };
const putMessages = (rows: readonly Message[]): readonly Write[] =>
  rows.map((row) => ({ put: 'message', row }));
const putConversation = (row: Conversation): Write => ({ put: 'conversation', row });

/** What every `Store` must do; run against the database and against the store of the core's tests, so that neither can lie. */
export const storeContract = (name: string, make: () => Promise<StorePlace>): void => {
  describe(`store contract: ${name}`, () => {
    let place: StorePlace;
    let store: Store;

    beforeEach(async () => {
      place = await make();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.dispose();
    });

    const reopen = async (): Promise<void> => {
      await store.close();
      store = await place.open();
    };
    const commit = (...writes: readonly Write[]): Promise<void> => store.commit(writes);
    const commitWithShop = (...writes: readonly Write[]): Promise<void> =>
      store.commit([{ put: 'shop', row: shopRow() }, ...writes]);

    describe('rows', () => {
      test('a new place is empty', async () => {
        expect(await store.load()).toEqual({
          shops: [],
          conversations: [],
          staffLists: [],
          settings: null,
          outages: [],
          openSends: [],
          lastArrival: 0,
          pendingFrames: 0,
          quarantinedFrames: 0,
        });
      });

      test('a shop comes back as it was put, and the second put replaces it', async () => {
        const bare = shopRow({
          platform: null,
          name: null,
          state: { kind: 'challenge', since: 5, detail: '滑块', link: 'https://verify.example/x' },
          capabilities: [],
          adapterVersion: null,
          defaultMode: 'manual',
          lastHeardAt: null,
        });
        await commit({ put: 'shop', row: shopRow() }, ...buyerSpeaks(1));
        await commit({ put: 'shop', row: bare });
        await reopen();
        const state = await store.load();
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
          answeredUpTo: { orderAt: 3, arrival: 2 },
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
        await commitWithShop(putConversation(full));
        await reopen();
        expect((await store.load()).conversations).toEqual([full]);

        const plain = conversationRow();
        await commit(putConversation(plain));
        await reopen();
        expect((await store.load()).conversations).toEqual([plain]);
      });

      test('[CV1] the same buyer pin in two shops is two conversations', async () => {
        const here = conversationRow({ draft: 'a' });
        const there = conversationRow({ shopId: OTHER_SHOP, draft: 'b' });
        await commitWithShop(
          { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
          putConversation(here),
          putConversation(there),
        );
        const { conversations } = await store.load();
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
            type: 'notice',
            content: '',
            notice: { code: 'transfer.failed', staffName: '小李', reason: '离线' },
            platformMessageId: null,
          }),
          messageRow(4, { type: 'unknown', platformMessageId: null }),
          messageRow(5, {
            origin: 'agent',
            platformMessageId: null,
            send: { state: 'rejected', reason: '含违禁词', changedAt: 77 },
          }),
        ];
        await commitWithShop(...putMessages(rows));
        await reopen();
        expect(await store.loadMessages(REF, null, 10)).toEqual({
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
        await commitWithShop(...putMessages([queued]));
        await commit(...putMessages([sent]));
        expect((await store.loadMessages(REF, null, 10)).messages).toEqual([sent]);
        expect((await store.load()).openSends).toEqual([]);
        // The old arrival is free again.
        await commit(...putMessages([messageRow(1, { messageId: asMessageId('other') })]));
      });

      test('[CV9] a fraction of a millisecond from outside does not refuse the row', async () => {
        await commitWithShop(...putMessages([messageRow(1, { orderAt: 1000.7, sentAt: 1000.7 })]));
        expect((await store.loadMessages(REF, null, 1)).messages).toEqual([
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
        await commitWithShop({ put: 'staffList', row: { shopId: SHOP, staff, updatedAt: 1 } });
        await reopen();
        expect((await store.load()).staffLists).toEqual([{ shopId: SHOP, staff, updatedAt: 1 }]);
        const shorter = { shopId: SHOP, staff: staff.slice(1, 2), updatedAt: 2 };
        await commit({ put: 'staffList', row: shorter });
        expect((await store.load()).staffLists).toEqual([shorter]);
      });

      test('settings are one row', async () => {
        await commit({ put: 'settings', row: DEFAULT_SETTINGS });
        const changed = { ...DEFAULT_SETTINGS, theme: 'dark', takeOverMinutes: 3 } as const;
        await commit({ put: 'settings', row: changed });
        await reopen();
        expect((await store.load()).settings).toEqual(changed);
      });

      test('[GW14] an outage is keyed by its start; the newest 50 come back, newest last', async () => {
        await commit(
          ...Array.from({ length: 60 }, (_, at): Write => ({
            put: 'outage',
            row: { from: at * 10, to: at === 59 ? null : at * 10 + 5 },
          })),
        );
        await commit({ put: 'outage', row: { from: 590, to: 599 } });
        const { outages } = await store.load();
        expect(outages).toHaveLength(LIMITS.loadedOutages);
        expect(outages[0]).toEqual({ from: 100, to: 105 });
        expect(outages.at(-1)).toEqual({ from: 590, to: 599 });
      });

      test('[GW6] the quarantine keeps the newest 1,000 and shows the newest 200', async () => {
        const entry = (at: number) => ({ at, reason: 'json', bytes: at, preview: `{"at":${at}` });
        await commit(
          ...Array.from({ length: 1010 }, (_, at): Write => ({
            put: 'quarantine',
            row: entry(at),
          })),
        );
        await reopen();
        const shown = await store.loadQuarantine();
        expect(shown).toHaveLength(LIMITS.loadedQuarantine);
        expect(shown[0]).toEqual(entry(1009));
        expect(shown.at(-1)).toEqual(entry(810));
        expect((await store.load()).quarantinedFrames).toBe(LIMITS.keptQuarantine);
      });
    });

    describe('questions', () => {
      test('open sends come back oldest first, with the unconfirmed and without the settled', async () => {
        const states = [
          'queued',
          'sent',
          'sending',
          'rejected',
          'unconfirmed',
          'cancelled',
        ] as const;
        const rows = states.map((state, place) =>
          messageRow(10 - place, {
            origin: 'agent',
            send: { state, reason: null, changedAt: 1 },
          }),
        );
        await commitWithShop(...putMessages([...rows, messageRow(11)]));
        await reopen();
        const state = await store.load();
        expect(state.openSends.map((message) => message.send?.state)).toEqual([
          'unconfirmed',
          'sending',
          'queued',
        ]);
        expect(state.lastArrival).toBe(11);
      });

      test('lookUp finds what exists, once, and nothing else', async () => {
        await commitWithShop(
          { put: 'shop', row: shopRow({ shopId: OTHER_SHOP }) },
          ...putMessages([messageRow(1), messageRow(2)]),
          { put: 'gatewayFrameId', shopId: SHOP, frameId: asMessageId('f-1'), at: Date.now() },
          { put: 'gatewayFrameId', shopId: SHOP, frameId: asMessageId('f-1'), at: Date.now() },
        );
        expect(await store.lookUp(NOTHING)).toEqual(NOTHING);
        const found = await store.lookUp({
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
          platformMessages: [messageRow(1)],
          messages: [messageRow(2)],
          gatewayFrames: [{ shopId: SHOP, frameId: asMessageId('f-1') }],
          buyerMessagesAfter: [],
        });
      });

      test('[CV7] the first buyer message after a place, by order and then by arrival', async () => {
        const at = 5000;
        const rows = [
          messageRow(1, { orderAt: at }),
          messageRow(2, { orderAt: at, origin: 'agent' }),
          messageRow(3, { orderAt: at, origin: 'system' }),
          messageRow(5, { orderAt: at + 1 }),
          messageRow(6, { orderAt: at }),
          messageRow(7, { orderAt: at + 9, buyerPin: asBuyerPin('someone else') }),
        ];
        await commitWithShop(...putMessages(rows));
        const firstAfter = async (orderAt: number, arrival: number): Promise<readonly string[]> => {
          const answer = await store.lookUp({
            ...NOTHING,
            buyerMessagesAfter: [{ ...REF, after: { orderAt, arrival } }],
          });
          return answer.buyerMessagesAfter.map((message) => message.messageId);
        };
        expect(await firstAfter(0, 0)).toEqual(['m-1']);
        expect(await firstAfter(at, 1)).toEqual(['m-6']);
        expect(await firstAfter(at, 6)).toEqual(['m-5']);
        expect(await firstAfter(at + 1, 5)).toEqual([]);
      });

      test('pages go back without a gap or a repeat, also where many messages share a time', async () => {
        const rows = Array.from({ length: 23 }, (_, n) =>
          messageRow(n + 1, { orderAt: 1000 + Math.floor(n / 6) }),
        );
        const elsewhere = messageRow(99, { buyerPin: asBuyerPin('someone else') });
        await commitWithShop(...putMessages([...rows.toReversed(), elsewhere]));
        const seen: Message[] = [];
        let before: Message | null = null;
        for (let page = 0; page < 5; page += 1) {
          const { messages, hasOlder } = await store.loadMessages(REF, before, 5);
          seen.unshift(...messages);
          before = messages[0] ?? null;
          expect(hasOlder).toBe(page < 4);
        }
        expect(seen).toEqual(rows);
        expect(await store.loadMessages(REF, rows[0] ?? null, 5)).toEqual({
          messages: [],
          hasOlder: false,
        });
        expect((await store.loadMessages(REF, null, 23)).hasOlder).toBe(false);
      });
    });

    describe('outbox', () => {
      test('[GW9] frames are numbered upwards, read from a place on, and done up to a number', async () => {
        const frames = [1, 2, 3, 4].map((arrival) => frameOf(messageRow(arrival)));
        await commitWithShop(...frames.map((frame): Write => ({ put: 'outbox', frame })));
        const rows = await store.loadOutbox(0, 10);
        expect(rows.map((row) => row.frame)).toEqual(frames);
        const numbers = rows.map((row) => row.outboxSeq);
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        expect(await store.loadOutbox(numbers[0] ?? 0, 2)).toEqual(rows.slice(1, 3));

        await commit({ remove: 'outboxUpTo', outboxSeq: numbers[2] ?? 0 });
        expect(await store.loadOutbox(0, 10)).toEqual(rows.slice(3));
        expect((await store.load()).pendingFrames).toBe(1);
      });

      test('[GW9] a number is never given twice, not even after a restart with an empty outbox', async () => {
        await commitWithShop({ put: 'outbox', frame: frameOf(messageRow(1)) });
        const first = (await store.loadOutbox(0, 1))[0]?.outboxSeq ?? 0;
        await commit({ remove: 'outboxUpTo', outboxSeq: first });
        await reopen();
        await commit({ put: 'outbox', frame: frameOf(messageRow(2)) });
        expect((await store.loadOutbox(0, 1))[0]?.outboxSeq).toBeGreaterThan(first);
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
        await commitWithShop(...frames.map((frame): Write => ({ put: 'outbox', frame })));
        expect((await store.loadOutbox(0, 10)).map((row) => row.frame)).toEqual(frames);
      });
    });

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
        await commitWithShop(...buyerSpeaks(1));
        const before = await store.load();
        const outbox = await store.loadOutbox(0, 10);
        const settled = await Promise.allSettled([
          commit(...buyerSpeaks(20)),
          commit(
            { put: 'shop', row: shopRow({ alias: '改名' }) },
            { put: 'quarantine', row: { at: 1, reason: 'json', bytes: 1, preview: '' } },
            { remove: 'outboxUpTo', outboxSeq: 1_000 },
            ...buyerSpeaks(2),
            ...bad,
          ),
          commit(...buyerSpeaks(21)),
        ]);
        expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(settled[1]).toMatchObject({
          reason: { name: 'StorageError', kind: 'storage.failed' },
        });
        await reopen();
        const after = await store.load();
        expect(after.shops).toEqual(before.shops);
        expect(after.quarantinedFrames).toBe(0);
        expect((await store.loadOutbox(0, 10)).slice(0, 1)).toEqual(outbox);
        const { messages } = await store.loadMessages(REF, null, 10);
        expect(messages.map((message) => message.messageId)).toEqual(['m-1', 'm-20', 'm-21']);
      });

      test('the order of rows inside a commit does not matter to references', async () => {
        await commit(...buyerSpeaks(1), { put: 'shop', row: shopRow() });
        expect((await store.load()).shops).toHaveLength(1);
      });

      test('an empty commit is a commit', async () => {
        await commit();
      });

      test('calls run in the order in which they were made', async () => {
        const [, first, , second] = await Promise.all([
          commitWithShop(...buyerSpeaks(1)),
          store.loadMessages(REF, null, 10),
          commit(...buyerSpeaks(2)),
          store.loadMessages(REF, null, 10),
        ]);
        expect(first.messages).toHaveLength(1);
        expect(second.messages).toHaveLength(2);
      });

      test('what is handed in and out are copies', async () => {
        const row = { ...messageRow(1) };
        const done = commitWithShop({ put: 'message', row });
        row.content = 'changed after the call';
        await done;
        const [found] = (await store.loadMessages(REF, null, 1)).messages;
        expect(found?.content).toBe(messageRow(1).content);
      });
    });

    describe('removal and end', () => {
      test('a removed shop takes all its rows and nobody else’s', async () => {
        const frameId = asMessageId('f-1');
        const rowsOf = (shop: typeof SHOP, arrival: number): readonly Write[] => [
          { put: 'shop', row: shopRow({ shopId: shop }) },
          ...buyerSpeaks(arrival, { shopId: shop }),
          { put: 'staffList', row: { shopId: shop, staff: [], updatedAt: 1 } },
          { put: 'gatewayFrameId', shopId: shop, frameId, at: Date.now() },
        ];
        await commit(...rowsOf(SHOP, 1), ...rowsOf(OTHER_SHOP, 2));
        await commit({ remove: 'shop', shopId: SHOP });
        await reopen();
        const state = await store.load();
        expect(state.shops.map((row) => row.shopId)).toEqual([OTHER_SHOP]);
        expect(state.conversations.map((row) => row.shopId)).toEqual([OTHER_SHOP]);
        expect(state.staffLists.map((row) => row.shopId)).toEqual([OTHER_SHOP]);
        expect(state.pendingFrames).toBe(1);
        expect(await store.loadMessages(REF, null, 10)).toEqual({ messages: [], hasOlder: false });
        const found = await store.lookUp({
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
        await commit(...rowsOf(SHOP, 1));
      });

      test('close answers what was asked before and refuses what is asked after', async () => {
        const before = commitWithShop(...buyerSpeaks(1));
        const closed = store.close();
        await expect(store.load()).rejects.toMatchObject({
          name: 'StorageError',
          kind: 'storage.failed',
        });
        await before;
        await closed;
        await store.close();
        store = await place.open();
        expect((await store.load()).lastArrival).toBe(1);
      });
    });
  });
};
