import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { platformMessage, REF, TestCore } from './testing/test-core.ts';
import type { PlatformMessage } from './ports/facts.ts';
import { settled } from './testing/fake-clock.ts';

const T = Date.UTC(2026, 10, 23, 1);
const buyerAt = (second: number): PlatformMessage =>
  platformMessage({ sentAt: T + second * 1000, content: `买家 ${second}` });
const ourSideAt = (second: number): PlatformMessage =>
  platformMessage({ sentAt: T + second * 1000, content: `我方 ${second}`, from: 'self' });
const noticeAt = (second: number): PlatformMessage =>
  platformMessage({ sentAt: T + second * 1000, content: `系统 ${second}`, from: 'system' });

/** First buyer message behind the last reply: the rule itself, over the whole set. */
const expectedStart = (messages: readonly PlatformMessage[]): number | null => {
  const times = (from: PlatformMessage['from']): readonly number[] =>
    messages.filter((message) => message.from === from).map((message) => message.sentAt ?? 0);
  const lastReply = Math.max(0, ...times('self'));
  const unanswered = times('buyer').filter((at) => at > lastReply);
  return unanswered.length === 0 ? null : Math.min(...unanswered);
};

describe('the waiting clock', () => {
  it('[CV7] starts at the first unanswered message and is not reset by more', async () => {
    const world = await TestCore.open();
    await world.hear(buyerAt(1));
    await world.hear(buyerAt(20), noticeAt(30));
    expect(world.conversation().waitingSince).toBe(T + 1000);
  });

  it('[CV7] a notice of the platform starts nothing', async () => {
    const world = await TestCore.open();
    await world.hear(noticeAt(1));
    expect(world.conversation()).toMatchObject({ waitingSince: null, unread: 0 });
    const [line] = await world.timeline();
    expect(line?.systemLine).toEqual({ code: 'platform.notice', text: '系统 1' });
  });

  it('[CV7] 无需回复 answers what had arrived, never what comes later, whatever its date', async () => {
    const world = await TestCore.open();
    await world.hear(buyerAt(10));
    await world.core.handlers['conversations.settleWaiting'](REF);
    expect(world.conversation().waitingSince).toBeNull();
    await world.hear(buyerAt(5));
    expect(world.conversation().waitingSince).toBe(T + 5_000);
  });

  it('[CV7] a buyer message of an hour ahead and one reply: the two messages after them are unread and waited for', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const now = world.clock.now();
    await world.hear(platformMessage({ sentAt: now + 3_600_000 }));
    await world.agentSends('您好', 'm1');
    await world.core.handlers['conversations.markRead'](REF);
    expect(world.conversation().waitingSince).toBeNull();
    await world.clock.advance(1_000);
    await world.hear(platformMessage({ sentAt: now + 1_000 }));
    await world.hear(platformMessage({ sentAt: now + 2_000 }));
    expect(world.conversation()).toMatchObject({ unread: 2, waitingSince: now + 1_000 });
  });

  it('[CV7] our clock 40 s ahead: the buyer who answers an urging of the back office waits', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const platformNow = world.clock.now() - 40_000;
    await world.aiReplies('请问还需要吗?');
    await world.clock.advance(30_000);
    await world.hear(platformMessage({ sentAt: platformNow + 30_000 }));
    expect(world.conversation()).toMatchObject({
      unread: 1,
      waitingSince: platformNow + 30_000,
    });
  });

  it('[CV7] 无需回复 over a message of the future ends with the next message, also after a restart', async () => {
    const world = await TestCore.open();
    const now = world.clock.now();
    await world.hear(platformMessage({ sentAt: now + 3_600_000 }));
    await world.core.handlers['conversations.settleWaiting'](REF);
    const again = await world.restart();
    expect(again.conversation().waitingSince).toBeNull();
    await again.hear(platformMessage({ sentAt: now + 5_000 }));
    expect(again.conversation()).toMatchObject({ unread: 2, waitingSince: now + 5_000 });
  });

  it('[CV9] [CV7] a date more than two minutes ahead is ours of now, a smaller one is the platform’s', async () => {
    const world = await TestCore.open();
    const now = Math.trunc(world.clock.now());
    await world.hear(platformMessage({ content: '一小时后', sentAt: now + 3_600_000 }));
    await world.hear(platformMessage({ content: '一分钟后', sentAt: now + 60_000 }));
    expect(
      (await world.timeline()).map(({ content, orderAt }) => [content, orderAt - now]),
    ).toEqual([
      ['一小时后', 0],
      ['一分钟后', 60_000],
    ]);
  });

  it('[CV7] reading does not stop it', async () => {
    const world = await TestCore.open();
    await world.hear(buyerAt(1));
    await world.core.handlers['conversations.markRead'](REF);
    expect(world.conversation()).toMatchObject({ unread: 0, waitingSince: T + 1000 });
  });

  it('[CV7] a reply proven after the buyer spoke again leaves the buyer waiting', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    world.connectors.isHolding = true;
    await world.hear(buyerAt(1));
    await world.agentSends('稍等', 'm1');
    await world.hear(buyerAt(9));
    world.connectors.sends[0]?.answer(world.connectors.sent(T + 5000));
    await settled();
    expect(world.conversation().waitingSince).toBe(T + 9000);
  });

  it('[CV7] a setting says whether a back-office reply counts', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.gatewaySays({
      type: 'connect_success',
      content: 'a=b',
      store_id: REF.shopId,
      platform_name: '抖音',
    });
    const { limits } = world.core.replica().settings;
    const douyin = { ...limits.douyin, backofficeCounts: false };
    await world.core.handlers['settings.update']({ limits: { ...limits, douyin } });
    await world.hear(buyerAt(1));
    await world.aiReplies('您好');
    expect(world.conversation().waitingSince).toBe(T + 1000);
  });

  it('[CV7] [CV9] any order of arrival and any duplicates give the same clock and timeline, and so does a restart', async () => {
    const entry = fc.record({
      from: fc.constantFrom('buyer' as const, 'buyer' as const, 'self' as const, 'system' as const),
      second: fc.integer({ min: 1, max: 500 }),
    });
    const scene = fc
      .uniqueArray(entry, { selector: ({ second }) => second, minLength: 1, maxLength: 14 })
      .chain((entries) =>
        fc.record({
          entries: fc.constant(entries),
          order: fc.shuffledSubarray([...entries.keys(), ...entries.keys()], {
            minLength: entries.length * 2,
          }),
          cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 30, maxLength: 30 }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(scene, async ({ entries, order, cuts }) => {
        const make = { buyer: buyerAt, self: ourSideAt, system: noticeAt };
        const messages = entries.map(({ from, second }) => make[from](second));
        const world = await TestCore.open();
        const rest = order.flatMap((index) => messages[index] ?? []);
        // Some parts are handed over without waiting, so that duplicates meet while a commit is under way.
        const taken: Promise<void>[] = [];
        for (const cut of cuts) {
          const part = rest.splice(0, cut);
          const fact = { kind: 'platform.messages', shopId: REF.shopId, messages: part } as const;
          taken.push(world.core.accept(fact));
          if (cut === 5) await Promise.all(taken);
        }
        await Promise.all(taken);
        await settled();
        expect(world.conversation().waitingSince).toBe(expectedStart(messages));
        const shown = (await world.timeline()).map(({ platformMessageId }) => platformMessageId);
        const inOrder = messages.toSorted((a, b) => (a.sentAt ?? 0) - (b.sentAt ?? 0));
        expect(shown).toEqual(inOrder.map(({ platformMessageId }) => platformMessageId));
        const again = await world.restart();
        expect(again.conversation()).toEqual(world.conversation());
      }),
      { numRuns: 60 },
    );
  });
});
