import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, REF, TestCore } from './testing/test-core.ts';
import type { PlatformMessage } from './ports/facts.ts';
import { asBuyerPin, asMessageId, asPlatformMessageId } from '#shared/model/ids.ts';

const talking = async (): Promise<TestCore> => {
  const world = await TestCore.open();
  await world.goOnline();
  await world.hear(platformMessage({ sentAt: world.clock.now(), content: '买' }));
  world.connectors.isHolding = true;
  return world;
};

/** Without the take-over's line. */
const lines = async (world: TestCore): Promise<readonly string[]> =>
  (await world.timeline())
    .filter(({ type }) => type !== 'systemLine')
    .map(({ origin, content, send }) => `${origin} ${content} ${send?.state ?? '-'}`);

const echo = (content: string, id: string, sentAt: number | null = null) =>
  platformMessage({ from: 'self', content, platformMessageId: asPlatformMessageId(id), sentAt });

describe('echoes of our own sends', () => {
  it('[CV3] an echo before the answer proves the send, and the answer adds nothing', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    await world.hear(echo('在', 'X', world.clock.now() + 5000));
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent']);
    const platformMessageId = asPlatformMessageId('X');
    world.connectors.sends[0]?.answer({ kind: 'sent', platformMessageId, sentAt: null });
    await settled();
    await world.hear(echo('在', 'X'));
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent']);
  });

  it('[CV3] a worse answer after the echo does not take the proof back', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    await world.hear(echo('在', 'X'));
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    await world.agentSends('还在', 'm2');
    await world.hear(echo('还在', 'Y'));
    world.connectors.sends[1]?.answer({ kind: 'rejected', code: '1', text: '' });
    await settled();
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent', 'agent 还在 sent']);
  });

  it('[CV3] an echo after the answer is the same message', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    const platformMessageId = asPlatformMessageId('X');
    world.connectors.sends[0]?.answer({ kind: 'sent', platformMessageId, sentAt: null });
    await settled();
    await world.hear(echo('在', 'X'));
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent']);
  });

  it('[CV3] after a crash the echo that the poll brings settles what was unconfirmed, even a life later', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    const second = await world.restart();
    const third = await second.restart();
    expect(await lines(third)).toEqual(['buyer 买 -', 'agent 在 unconfirmed']);
    await third.hear(echo('在', 'X', third.clock.now()));
    expect(await lines(third)).toEqual(['buyer 买 -', 'agent 在 sent']);
    expect(third.conversation().waitingSince).toBeNull();
  });

  it('[CV3] an older message of our side with the same text proves nothing', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    await world.hear(echo('在', 'OLD', world.clock.now() - 60_000));
    expect(await lines(world)).toEqual(['platform 在 -', 'buyer 买 -', 'agent 在 unconfirmed']);
  });

  it('[CV3] each echo settles at most one of two equal texts', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    await world.agentSends('在', 'm2');
    await world.hear(echo('在', 'X'));
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 unconfirmed', 'agent 在 sent']);
    // The late echo of the first.
    await world.hear(echo('在', 'Y'));
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent', 'agent 在 sent']);
  });

  it('[CV3] a proof that belonged to another send is given back', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    // The echo of m2 overtakes m2's own `sending`: it can only be taken for m1.
    await world.setState('challenge');
    await world.agentSends('在', 'm2');
    await world.hear(echo('在', 'X'));
    await world.setState('online');
    const platformMessageId = asPlatformMessageId('X');
    world.connectors.sends[1]?.answer({ kind: 'sent', platformMessageId, sentAt: null });
    await settled();
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 unconfirmed', 'agent 在 sent']);
  });

  it('[CV2] a message of our side that nobody here sent is platform, answers the buyer, tells the gateway nothing', async () => {
    const world = await talking();
    await world.hear(echo('手机回的', 'X', world.clock.now() + 1));
    expect(await lines(world)).toEqual(['buyer 买 -', 'platform 手机回的 -']);
    expect(world.conversation().waitingSince).toBeNull();
    expect(await world.frames()).toEqual(['message']);
  });

  it('[CV3] a rewritten echo waits for the answer and is not shown as a second message', async () => {
    const world = await talking();
    await world.agentSends('在:)', 'm1');
    await world.hear(echo('在😀', 'X'), echo('在😀', 'X'));
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在:) sending']);
    const platformMessageId = asPlatformMessageId('X');
    world.connectors.sends[0]?.answer({ kind: 'sent', platformMessageId, sentAt: null });
    await settled();
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在:) sent']);
  });

  it('[CV3] a rewritten echo that waits does not hold another conversation, and a restart forgets nothing of it', async () => {
    const world = await talking();
    await world.agentSends('在:)', 'm1');
    await world.hear(echo('在😀', 'X'));
    await world.hear(platformMessage({ buyerPin: asBuyerPin('b2'), content: '我也在' }));
    expect(world.conversation({ ...REF, buyerPin: asBuyerPin('b2') }).unread).toBe(1);
    const second = await world.restart();
    // The poll of the new life brings it again; whether it is ours is not known any more, and it is not lost.
    await second.hear(echo('在😀', 'X'));
    expect(await lines(second)).toEqual([
      'buyer 买 -',
      'agent 在:) unconfirmed',
      'platform 在😀 -',
    ]);
  });

  it('[CV3] [PL9] a card that the platform took as its link is held while it is in flight, as a text would be', async () => {
    const world = await talking();
    await world.agentSends('https://a.example/1?x=y', 'm1', 'product_card');
    await world.hear(echo('【商品】https://a.example/1', 'X'));
    const platformMessageId = asPlatformMessageId('X');
    world.connectors.sends[0]?.answer({ kind: 'sent', platformMessageId, sentAt: null });
    await settled();
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent https://a.example/1?x=y sent']);
  });

  it('[CV2] a card is known by its product, and where it went as its link', async () => {
    const link = 'https://shop.example/goods2.html?goods_id=77&from=x';
    const card = { title: null, priceText: null, imageUrl: null, orderId: null, link: null };
    const shown = { content: 'https://shop.example/goods.html?goods_id=77', card: null };
    const stateAfter = async (copy: Partial<PlatformMessage>): Promise<string | undefined> => {
      const world = await talking();
      await world.goOnline();
      await world.agentSends(link, 'm1', 'product_card');
      world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
      await settled();
      await world.hear({ ...echo('', 'X'), type: 'product_card', ...copy });
      return (await world.timeline()).find(({ origin }) => origin === 'agent')?.send?.state;
    };
    expect(await stateAfter({ ...shown, card: { ...card, goodsId: '77' } })).toBe('sent');
    expect(await stateAfter({ type: 'text', content: link })).toBe('sent');
    expect(await stateAfter({ ...shown, card: { ...card, goodsId: '7' } })).toBe('unconfirmed');
    expect(await stateAfter(shown)).toBe('unconfirmed');
  });

  it('[CV3] [CV9] our clock may be ahead: the first line of a conversation is proven by its echo, and the answer stands behind it', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    world.connectors.isHolding = true;
    await world.aiReplies('亲,还在吗');
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    const theirs = world.clock.now() - 40_000;
    await world.hear(platformMessage({ content: '在的', sentAt: theirs + 5_000 }));
    expect(await lines(world)).toEqual(['backoffice 亲,还在吗 unconfirmed', 'buyer 在的 -']);
    await world.hear(echo('亲,还在吗', 'X', theirs));
    expect(await lines(world)).toEqual(['backoffice 亲,还在吗 sent', 'buyer 在的 -']);
  });

  it('[CV3] the next message of a conversation does not wait for an answer once the echo is there', async () => {
    const world = await talking();
    await world.agentSends('一', 'm1');
    await world.agentSends('二', 'm2');
    expect(world.connectors.sends).toHaveLength(1);
    await world.hear(echo('一', 'X'));
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一', '二']);
    // The answer comes late, in whatever words: it neither takes the proof back nor begins a third send.
    await world.agentSends('三', 'm3');
    world.connectors.sends[0]?.answer({ kind: 'notWritten', why: 'late' });
    await settled();
    await world.clock.advance(70_000);
    expect(await lines(world)).toEqual([
      'buyer 买 -',
      'agent 一 sent',
      'agent 二 unconfirmed',
      'agent 三 sending',
    ]);
    expect(world.connectors.sends).toHaveLength(3);
  });

  it('[CV3] an equal text from elsewhere that comes before the write is the message: the buyer is not told twice', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    await world.hear(echo('在', 'PHONE'));
    expect(world.connectors.sends[0]?.mayWrite()).toBe(false);
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent']);
  });

  it('[CV3] one that waited in vain is shown as sent elsewhere', async () => {
    const world = await talking();
    await world.agentSends('在:)', 'm1');
    await world.hear(echo('别的', 'X'));
    world.connectors.sends[0]?.answer({ kind: 'rejected', code: '1', text: '' });
    await settled();
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在:) rejected', 'platform 别的 -']);
  });

  it('[CV3] the echo of what the agent marked as sent is not a second message', async () => {
    const world = await talking();
    await world.agentSends('在', 'm1');
    world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
    await settled();
    await world.core.handlers['messages.markSent']({ ...REF, messageId: asMessageId('m1') });
    await world.hear(echo('在', 'X'));
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent']);
  });

  it('[CV9] evidence moves our message to the platform time, never back', async () => {
    const world = await talking();
    const at = world.clock.now();
    await world.agentSends('在', 'm1');
    await world.hear(platformMessage({ content: '快', sentAt: at + 2000 }));
    world.connectors.sends[0]?.answer(world.connectors.sent(at + 9000));
    await settled();
    expect(await lines(world)).toEqual(['buyer 买 -', 'buyer 快 -', 'agent 在 sent']);
    expect(world.conversation().last).toMatchObject({ text: '在', sendState: 'sent' });
  });

  it('[CV9] a platform time in whole seconds does not put our answer before its question', async () => {
    const world = await talking();
    const at = world.clock.now();
    await world.agentSends('在', 'm1');
    world.connectors.sends[0]?.answer(world.connectors.sent(at - 400));
    await settled();
    expect(await lines(world)).toEqual(['buyer 买 -', 'agent 在 sent']);
    expect(world.conversation().waitingSince).toBeNull();
  });

  it('[GW12] agent_reply goes out once, on proof, only when the setting asks for it', async () => {
    const world = await talking();
    await world.core.handlers['settings.update']({ sendAgentReplyFrames: true });
    await world.agentSends('在', 'm1');
    expect(await world.frames()).toEqual(['message']);
    world.connectors.sends[0]?.answer(world.connectors.sent());
    await settled();
    const rows = await world.store.loadOutbox(0, 10);
    expect(rows[1]?.frame).toMatchObject({
      type: 'agent_reply',
      content: '在',
      receiver: { id: REF.buyerPin },
      message_id: 'm1',
    });
    expect(rows).toHaveLength(2);
  });
});
