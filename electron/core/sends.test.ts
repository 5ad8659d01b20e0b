import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { BUYER, platformMessage, REF, SHOP, TestCore } from './testing/test-core.ts';
import { asBuyerPin, asMessageId, asPlatformMessageId, asShopId } from '#shared/model/ids.ts';

const states = async (world: TestCore): Promise<readonly string[]> =>
  (await world.timeline())
    .filter(({ send }) => send !== null)
    .map(({ content, send }) => `${content}:${send?.state}`);

const talking = async (): Promise<TestCore> => {
  const world = await TestCore.open();
  await world.goOnline();
  await world.hear(platformMessage({ sentAt: world.clock.now() }));
  return world;
};

const ref = (messageId: string): typeof REF & { messageId: ReturnType<typeof asMessageId> } => ({
  ...REF,
  messageId: asMessageId(messageId),
});

describe('sending', () => {
  it('[CV3] sending is durable before the platform is asked, and one is in flight per conversation', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一']);
    expect(await states(world)).toEqual(['一:sending', '二:queued']);
    world.connectors.sends[0]?.answer(world.connectors.sent());
    await settled();
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一', '二']);
    expect(await states(world)).toEqual(['一:sent', '二:sending']);
  });

  it('[CV3] the queues are counted over all conversations when asked', async () => {
    const world = await talking();
    const counts = (): readonly number[] => {
      const { queuedSends, sendsInFlight, unconfirmedSends } = world.core.queues();
      return [queuedSends, sendsInFlight, unconfirmedSends];
    };
    expect(counts()).toEqual([0, 0, 0]);
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    await world.agentSends('三', 'm3');
    expect(counts()).toEqual([2, 1, 0]);
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    expect(counts()).toEqual([1, 1, 1]);
    expect(world.core.queues().waitingWrites).toBe(0);
  });

  it('[CV3] a stuck head does not hold another conversation, and after a minute not its own', async () => {
    const world = await talking();
    const other = asBuyerPin('other');
    await world.hear(platformMessage({ buyerPin: other }));
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    await world.core.handlers['messages.send']({
      shopId: SHOP,
      buyerPin: other,
      messageId: asMessageId('m3'),
      type: 'text',
      content: '三',
      suggestionId: null,
      typedUpon: null,
    });
    await settled();
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一', '三']);
    await world.clock.advance(60_000);
    expect(await states(world)).toEqual(['一:unconfirmed', '二:sending']);
    // The late answer is evidence all the same.
    world.connectors.sends[0]?.answer(world.connectors.sent());
    await settled();
    expect(await states(world)).toEqual(['一:sent', '二:sending']);
    expect(world.connectors.sends[0]?.mayWrite()).toBe(false);
  });

  it('[CV3] rejected and unconfirmed are told with their reason and hold nothing', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    world.connectors.sends[0]?.answer({ kind: 'rejected', code: '9', text: '包含违禁词' });
    await settled();
    world.connectors.sends[1]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    expect(await states(world)).toEqual(['一:rejected', '二:unconfirmed']);
    const reasons = (await world.timeline()).flatMap(({ send }) => send?.reason ?? []);
    expect(reasons).toEqual([
      { code: 'refused', platformCode: '9', words: '包含违禁词' },
      { code: 'unclear', trace: 'timeout' },
    ]);
    expect(world.conversation().waitingSince).not.toBeNull();
  });

  it('[CV4] 重发 keeps the id and really sends; 已发 settles; each only where it may', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    await world.clock.advance(3_600_000);
    expect(world.connectors.sends).toHaveLength(1);
    const { handlers } = world.core;
    expect(await handlers['messages.cancel'](ref('m1'))).toMatchObject({
      error: { kind: 'message.wrongState' },
    });
    expect(await handlers['messages.resend'](ref('m1'))).toMatchObject({ ok: true });
    await settled();
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一', '一']);
    world.connectors.sends[1]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    expect(await handlers['messages.markSent'](ref('m1'))).toMatchObject({ ok: true });
    expect(await states(world)).toEqual(['一:sent']);
    expect(await handlers['messages.resend'](ref('m1'))).toMatchObject({
      error: { kind: 'message.wrongState' },
    });
    expect(await handlers['messages.resend'](ref('nobody'))).toMatchObject({
      error: { kind: 'message.unknown' },
    });
  });

  it('[CV4] an answer to the first attempt does not end the second', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    await world.clock.advance(60_000);
    await world.core.handlers['messages.resend'](ref('m1'));
    await settled();
    world.connectors.sends[0]?.answer({ kind: 'rejected', code: '1', text: '旧' });
    await settled();
    expect(await states(world)).toEqual(['一:sending']);
  });

  it('[CV3] the same call twice is one send; the same id with another text is refused', async () => {
    const world = await talking();
    await world.agentSends('一', 'm1');
    expect(await world.agentSends('一', 'm1')).toMatchObject({ ok: true });
    expect(await world.agentSends('二', 'm1')).toMatchObject({
      error: { kind: 'message.wrongState' },
    });
    expect(world.connectors.sends).toHaveLength(1);
    const again = await world.restart();
    await again.goOnline();
    expect(await again.agentSends('一', 'm1')).toMatchObject({ ok: true });
    expect(again.connectors.sends).toHaveLength(0);
  });

  it('[PL1] a shop that is not online keeps the message queued; it can be taken back, or goes later', async () => {
    const world = await talking();
    await world.setState('challenge');
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    expect(world.connectors.sends).toHaveLength(0);
    expect(await world.core.handlers['messages.cancel'](ref('m1'))).toMatchObject({ ok: true });
    await world.setState('online');
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['二']);
    expect(await states(world)).toEqual(['一:cancelled', '二:sent']);
  });

  it('[CV3] what was not written is tried again, slower each time and at once when the shop comes back', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    world.connectors.sends[0]?.answer({ kind: 'notWritten', why: 'offline' });
    await settled();
    expect(await states(world)).toEqual(['一:queued']);
    await world.clock.advance(999);
    expect(world.connectors.sends).toHaveLength(1);
    await world.clock.advance(1);
    expect(world.connectors.sends).toHaveLength(2);
    world.connectors.sends[1]?.answer({ kind: 'notWritten', why: 'offline' });
    await world.clock.advance(1_500);
    expect(world.connectors.sends).toHaveLength(2);
    await world.setState('online');
    expect(world.connectors.sends).toHaveLength(3);
    // The lane is taken: a second wake-up must not put a second one in flight.
    await world.setState('online');
    expect(world.connectors.sends).toHaveLength(3);
  });

  it('[CV3] a message that is taken back just as its turn comes does not block its lane', async () => {
    const world = await talking();
    await world.setState('challenge');
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    // The cancel waits for its lookup while the shop comes online and the turn of 一 is asked for.
    const lookUp = world.store.lookUp.bind(world.store);
    const held: (() => void)[] = [];
    world.store.lookUp = async (lookup) => {
      await new Promise<void>((resolve) => {
        held.push(resolve);
      });
      return lookUp(lookup);
    };
    const commits = world.holdCommits();
    const event = { kind: 'identity.confirmed' } as const;
    const online = world.core.accept({ kind: 'platform.event', shopId: SHOP, event, at: 0 });
    await settled();
    const cancelled = world.core.handlers['messages.cancel'](ref('m1'));
    await settled();
    commits.end();
    await online;
    await settled();
    world.store.lookUp = lookUp;
    for (const go of held) go();
    expect(await cancelled).toMatchObject({ ok: true });
    await settled();
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['二']);
    expect(await states(world)).toEqual(['一:cancelled', '二:sent']);
  });

  it('[CV3] what the platform says it did not write after its deadline is not sent again by itself', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    await world.clock.advance(60_000);
    world.connectors.sends[0]?.answer({ kind: 'notWritten', why: '页面已关闭' });
    await world.clock.advance(60_000);
    expect(await states(world)).toEqual(['一:rejected']);
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('[CV3] a message whose turn comes while the app stops is queued again, not unconfirmed', async () => {
    const world = await talking();
    const commit = world.store.commit.bind(world.store);
    const stops: Promise<void>[] = [];
    world.store.commit = async (writes) => {
      const isSending = writes.some(
        (write) => 'put' in write && write.put === 'message' && write.row.send?.state === 'sending',
      );
      if (isSending && stops.length === 0) stops.push(world.core.stop());
      await commit(writes);
    };
    await world.agentSends('一', 'm1');
    expect(stops).toHaveLength(1);
    await Promise.all(stops);
    expect(world.connectors.sends).toHaveLength(0);
    expect(await states(world)).toEqual(['一:queued']);
    const again = await world.restart();
    await again.goOnline();
    expect(await states(again)).toEqual(['一:sent']);
  });

  it('[CV3] [CV4] after a crash queued goes on, sending is unconfirmed and never sent again by itself', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    const again = await world.restart();
    await again.goOnline();
    expect(again.connectors.sends.map(({ part }) => part.content)).toEqual(['二']);
    expect(await states(again)).toEqual(['一:unconfirmed', '二:sent']);
    expect(again.conversation().unread).toBe(1);
  });

  it('refuses what cannot be sent with a sentence of its own', async () => {
    const world = await talking();
    const send = world.core.handlers['messages.send'];
    const base = {
      ...REF,
      messageId: asMessageId('x'),
      suggestionId: null,
      typedUpon: null,
    } as const;
    const kinds = [
      await send({ ...base, type: 'text', content: '  \n' }),
      await send({ ...base, type: 'text', content: 'x'.repeat(301) }),
      await send({ ...base, type: 'video', content: 'https://x.example/a.mp4' }),
      await send({ ...base, shopId: asShopId('nobody'), type: 'text', content: '一' }),
      await send({ ...base, buyerPin: asBuyerPin('nobody'), type: 'text', content: '一' }),
    ].map((result) => (result.ok ? null : result.error.kind));
    expect(kinds).toEqual([
      'message.empty',
      'message.tooLong',
      'platform.notSupported',
      'shop.unknown',
      'conversation.unknown',
    ]);
    expect(world.connectors.sends).toHaveLength(0);
  });

  it('[PL9] a card that the platform cannot show goes as its link', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    const content = 'https://haohuo.jinritemai.com/views/product/item2?id=1';
    await world.core.handlers['messages.send']({
      ...ref('m1'),
      type: 'product_card',
      content,
      suggestionId: null,
      typedUpon: null,
    });
    await settled();
    expect(world.connectors.sends[0]?.part).toEqual({ type: 'text', content });
    await world.hear(platformMessage({ from: 'self', content }));
    expect(await states(world)).toEqual([`${content}:sent`]);
  });

  it('[CV1] 10,000 interleaved sends across 50 shops: none misdirected, none doubled', async () => {
    const world = await TestCore.open();
    const shops = Array.from({ length: 50 }, (_, index) => asShopId(`shop-${index}`));
    // Every shop has the same buyers.
    const pins = Array.from({ length: 20 }, (_, index) => asBuyerPin(`buyer-${index}`));
    for (const shopId of shops) {
      await world.goOnline(shopId);
      const messages = pins.map((buyerPin) =>
        platformMessage({
          buyerPin,
          platformMessageId: asPlatformMessageId(`hello-${buyerPin}`),
        }),
      );
      await world.core.accept({ kind: 'platform.messages', shopId, messages });
    }
    const answers = Array.from({ length: 10_000 }, (_, index) => {
      const shopId = shops[(index * 7) % 50] ?? SHOP;
      const buyerPin = pins[(index * 3 + Math.floor(index / 50)) % 20] ?? BUYER;
      return world.core.handlers['messages.send']({
        shopId,
        buyerPin,
        messageId: asMessageId(`send-${index}`),
        type: 'text',
        content: `${shopId}/${buyerPin} ${index}`,
        suggestionId: null,
        typedUpon: null,
      });
    });
    expect(
      (await Promise.all(answers.map((answer) => Promise.resolve(answer)))).every(
        (answer) => answer.ok,
      ),
    ).toBe(true);
    while (world.connectors.sends.length < 10_000) await settled();
    await settled();
    const wrong = world.connectors.sends.filter(
      (seen) => !seen.part.content.startsWith(`${seen.shopId}/${seen.buyerPin} `),
    );
    expect(wrong).toEqual([]);
    expect(new Set(world.connectors.sends.map(({ part }) => part.content)).size).toBe(10_000);
    expect(world.connectors.sends).toHaveLength(10_000);
    expect(Object.keys(world.core.replica().conversations)).toHaveLength(50 * 20);
  }, 60_000);
});
