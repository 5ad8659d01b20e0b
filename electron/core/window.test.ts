import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, SHOP, TestCore } from './testing/test-core.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import {
  asBuyerPin,
  asMessageId,
  conversationKey,
  type BuyerPin,
  type ConversationRef,
} from '#shared/model/ids.ts';
import { INBOX_FILTERS, isInPage, type InboxPage, type InboxPlace } from '#shared/model/inbox.ts';
import type { Result } from '#shared/model/result.ts';

const BYTES_OF_A_SNAPSHOT = 2_000_000;

const pin = (number: number): BuyerPin => asBuyerPin(`buyer-${String(number)}`);
const refOf = (number: number) => ({ shopId: SHOP, buyerPin: pin(number) });

/** A core whose buyers have spoken and been answered, so that nothing is to be done for any of them. */
const quietShop = async (buyers: number): Promise<TestCore> => {
  const world = await TestCore.open();
  await world.goOnline();
  const now = world.clock.now();
  const buyerPins = Array.from({ length: buyers }, (_, index) => pin(index));
  await world.hear(
    ...buyerPins.map((buyerPin, index) =>
      platformMessage({
        buyerPin,
        buyerName: `名字${String(index)}`,
        sentAt: now - 200_000 + index,
      }),
    ),
  );
  await world.hear(
    ...buyerPins.map((buyerPin, index) =>
      platformMessage({ buyerPin, from: 'self', content: '好的', sentAt: now - 150_000 + index }),
    ),
  );
  // The next input lets go of what is at rest.
  await world.hear(platformMessage({ buyerPin: asBuyerPin('someone-else'), sentAt: now }));
  return world;
};

describe('[PF1] the window', () => {
  it('a conversation in which nothing is to be done is not in memory, and comes by question and by page', async () => {
    const world = await quietShop(20);
    const { handlers } = world.core;
    expect(Object.values(world.core.replica().conversations).map((row) => row.buyerPin)).toEqual([
      'someone-else',
    ]);
    const one = await handlers['conversations.load'](refOf(3));
    expect(one).toMatchObject({ ok: true, value: { buyerName: '名字3', waitingSince: null } });
    expect(await handlers['conversations.load'](refOf(99))).toEqual({ ok: true, value: null });
    const page = await handlers['conversations.loadPage']({
      filter: 'all',
      shopId: null,
      below: null,
      limit: 3,
    });
    expect(page.ok && page.value.conversations.map((row) => row.buyerName)).toEqual([
      '名字19',
      '名字18',
      '名字17',
    ]);
  });

  it('what happens to it is decided over the row of the database, and lost or doubled is nothing', async () => {
    const world = await quietShop(5);
    const { handlers } = world.core;
    await handlers['conversations.setStarred']({ ...refOf(1), starred: true });
    await handlers['conversations.saveDraft']({
      ...refOf(2),
      draft: '稍等',
      typedUpon: { windowId: 'w', revision: 0 },
      typedAgoMs: 0,
    });
    await world.hear(platformMessage({ buyerPin: pin(3), content: '还在吗' }));
    await world.gatewaySays({
      type: 'message',
      content: '在的亲',
      receiver: { id: pin(4) },
      store_id: SHOP,
    });
    const sent = await handlers['messages.send']({
      ...refOf(0),
      messageId: asMessageId('m-1'),
      type: 'text',
      content: '亲，已发货',
      suggestionId: null,
      typedUpon: { windowId: 'w', revision: 0 },
    });
    expect(sent.ok).toBe(true);
    await settled();
    const rows = [0, 1, 2, 3, 4].map((number) => world.conversation(refOf(number)));
    expect(rows.map(({ buyerName }) => buyerName)).toEqual(
      [0, 1, 2, 3, 4].map((number) => `名字${String(number)}`),
    );
    expect(rows.map(({ last }) => last?.text)).toEqual([
      '亲，已发货',
      '好的',
      '好的',
      '还在吗',
      '在的亲',
    ]);
    expect(rows[1]?.starred).toBe(true);
    expect(rows[2]?.draft).toBe('稍等');
    expect(rows[3]?.waitingSince).not.toBeNull();
    for (const number of [0, 1, 2, 3, 4]) {
      const timeline = await world.timeline(refOf(number));
      expect(timeline[0]?.origin).toBe('buyer');
    }
  });

  it('pages say what is decided by now: a row that was starred a moment ago is under the stars', async () => {
    const world = await quietShop(8);
    const { handlers } = world.core;
    const starred = handlers['conversations.setStarred']({ ...refOf(5), starred: true });
    const closed = handlers['conversations.setClosed']({ ...refOf(6), closed: true });
    await Promise.all([starred, closed]);
    for (const filter of INBOX_FILTERS) {
      const query = { filter, shopId: SHOP, below: null, limit: 50 };
      const page = await handlers['conversations.loadPage'](query);
      const all = [...world.store.tables.conversations.values()];
      const expected = all.filter((row) => filter !== 'waiting' && isInPage(row, query));
      expect(new Set(page.ok ? page.value.conversations.map(({ key }) => key) : [])).toEqual(
        new Set(expected.map(({ key }) => key)),
      );
    }
  });

  it('a shop that was deleted and made anew has nothing of its first life', async () => {
    const world = await quietShop(4);
    const { handlers } = world.core;
    const cookie = { type: 'connect_success', content: 'a=1', store_id: SHOP } as const;
    await Promise.all([
      handlers['shops.remove']({ shopId: SHOP }),
      settled().then(() => world.core.accept({ kind: 'gateway.frame', frame: cookie })),
      settled().then(() =>
        world.core.accept({
          kind: 'platform.messages',
          shopId: SHOP,
          messages: [platformMessage({ buyerPin: pin(1), content: '新的一天' })],
        }),
      ),
    ]);
    await settled();
    const row = world.store.tables.conversations.get(conversationKey(refOf(1)));
    if (row !== undefined) expect(row.buyerName).toBeNull();
  });

  it('[PL13] pages asked while a shop is deleted, and after, are of what is left, and no error', async () => {
    const world = await quietShop(4);
    const { handlers } = world.core;
    const page = { filter: 'all', below: null, limit: 50 } as const;
    const place = { orderAt: world.clock.now(), arrival: 3 };
    const ask = () =>
      Promise.all([
        handlers['conversations.loadPage']({ ...page, shopId: SHOP }),
        handlers['conversations.loadPage']({ ...page, shopId: null }),
        handlers['conversations.load'](refOf(1)),
        handlers['messages.loadPage']({ ...refOf(1), before: null, limit: 20 }),
        handlers['messages.loadAround']({ ...refOf(1), around: place, limit: 20 }),
        handlers['search.loadAnswer']({ query: '名字1' }),
      ]);
    const before = ask();
    const removed = handlers['shops.remove']({ shopId: SHOP });
    const during = ask();
    for (const answer of [...(await before), await removed, ...(await during)]) {
      expect(answer.ok).toBe(true);
    }
    const empty = { ok: true, value: { conversations: [], next: null } };
    expect(await ask()).toMatchObject([
      empty,
      empty,
      { ok: true, value: null },
      { ok: true, value: { messages: [], hasOlder: false } },
      { ok: true, value: { messages: [], hasOlder: false, hasNewer: false } },
      { ok: true, value: { buyers: { hits: [] }, messages: { hits: [] } } },
    ]);
  });

  it('a clock that jumps while pages load skips no row and shows none twice', async () => {
    const world = await quietShop(12);
    const jumps = [86_400_000, -3 * 86_400_000, 5 * 365 * 86_400_000];
    const seen: string[] = [];
    let below: InboxPlace | null = null;
    do {
      const page: Result<InboxPage> = await world.core.handlers['conversations.loadPage']({
        filter: 'all',
        shopId: null,
        below,
        limit: 4,
      });
      if (!page.ok) throw new Error(page.error.kind);
      seen.push(...page.value.conversations.map(({ buyerPin }) => buyerPin));
      below = page.value.next;
      world.clock.shiftWall(jumps.pop() ?? 0);
    } while (below !== null);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => pin(11 - index)));
  });

  /** A core over so many more rows with long last lines, all starred; the first `waiting` of them wait. */
  const crowdedShop = async (many: number, waiting: number): Promise<TestCore> => {
    const world = await quietShop(3);
    const { shopId } = refOf(0);
    const template = world.conversation(refOf(0));
    const last = {
      origin: 'buyer',
      type: 'text',
      text: '长'.repeat(200),
      at: 1,
      sendState: null,
    } as const;
    const rows = Array.from({ length: many }, (_, index) => ({
      ...template,
      buyerPin: asBuyerPin(`many-${String(index)}`),
      key: conversationKey({ shopId, buyerPin: asBuyerPin(`many-${String(index)}`) }),
      last,
      starred: true,
      answeredUpTo: null,
      waitingSince: index < waiting ? 1 + index : null,
    }));
    await world.store.commit(rows.map((row) => ({ put: 'conversation', row })));
    return world.restart();
  };

  it('a snapshot stays below 2 MB, whatever there is; whoever waits is in it', async () => {
    const replica = (await crowdedShop(3_000, 100)).core.replica();
    expect(Buffer.byteLength(JSON.stringify(replica))).toBeLessThan(BYTES_OF_A_SNAPSHOT);
    const shown = Object.values(replica.conversations);
    expect(shown.length).toBeLessThan(3_000);
    expect(shown.filter(({ waitingSince }) => waitingSince !== null)).toHaveLength(101);
    expect(replica.waitingLeftOut).toBe(0);
  });

  it('a morning with 5,000 who wait: the longest waits are in the snapshot, all others come by page', async () => {
    const { core } = await crowdedShop(5_000, 5_000);
    const replica = core.replica();
    expect(Buffer.byteLength(JSON.stringify(replica))).toBeLessThan(BYTES_OF_A_SNAPSHOT);
    const shown = Object.values(replica.conversations);
    expect(replica.waitingLeftOut).toBe(5_001 - shown.length);
    expect(
      shown.map(({ waitingSince }) => waitingSince).toSorted((a, b) => (a ?? 0) - (b ?? 0)),
    ).toEqual(Array.from(shown, (_, index) => index + 1));
    const paged = new Set<string>();
    let after: ConversationRef | null = null;
    for (let pages = 0; pages < 9; pages += 1) {
      const answer = await core.handlers['conversations.loadWaiting']({ after, limit: 1_000 });
      if (!answer.ok) throw new Error(answer.error.kind);
      for (const { key } of answer.value) paged.add(key);
      const end: Conversation | undefined = answer.value.at(-1);
      if (end === undefined) break;
      after = { shopId: end.shopId, buyerPin: end.buyerPin };
    }
    expect(paged.size).toBe(5_001);
  });
});
