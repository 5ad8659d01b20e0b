import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { held, setManual, talking } from './testing/talking.ts';
import { REF, SHOP, TestCore } from './testing/test-core.ts';
import { asMessageId, type SuggestionId } from '#shared/model/ids.ts';
import { isInTimeline } from '#shared/model/message.ts';

const typing = (world: TestCore, hasText: boolean): unknown =>
  world.core.handlers['conversations.noteTyping']({ ...REF, hasText });

const onlySuggestion = (world: TestCore): SuggestionId => {
  const [suggestion] = world.conversation().suggestions;
  if (suggestion === undefined) throw new Error('no suggestion');
  return suggestion.suggestionId;
};
const spoken = async (world: TestCore): Promise<readonly string[]> =>
  (await world.timeline())
    .filter(({ type }) => type !== 'systemLine')
    .map(({ origin, content, send }) => `${origin} ${content} ${send?.state ?? '-'}`);

describe('back-office replies', () => {
  it('[CV5] in manual a reply is held, is no message, and 采用 sends it as the back office', async () => {
    const world = await talking();
    await setManual(world, true);
    await world.aiReplies('您好');
    expect(held(world)).toEqual(['您好:manual']);
    expect(world.connectors.sends).toHaveLength(0);
    expect(await spoken(world)).toEqual(['buyer 买 -']);
    const suggestionId = onlySuggestion(world);
    await world.core.handlers['suggestions.adopt']({ ...REF, suggestionId });
    await settled();
    // Still manual: what the agent chose is not held again.
    expect(await spoken(world)).toEqual(['buyer 买 -', 'backoffice 您好 sent']);
    expect(held(world)).toEqual([]);
    expect(await world.core.handlers['suggestions.adopt']({ ...REF, suggestionId })).toMatchObject({
      error: { kind: 'suggestion.unknown' },
    });
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('[CV5] 编辑 sends the agent own text and settles the suggestion; 忽略 removes it', async () => {
    const world = await talking();
    await setManual(world, true);
    await world.aiReplies('您好');
    await world.core.handlers['messages.send']({
      ...REF,
      messageId: asMessageId('m1'),
      type: 'text',
      content: '您好呀',
      suggestionId: onlySuggestion(world),
      typedUpon: null,
    });
    await settled();
    expect(await spoken(world)).toEqual(['buyer 买 -', 'agent 您好呀 sent']);
    expect(held(world)).toEqual([]);
    await world.aiReplies('还在吗');
    await world.core.handlers['suggestions.dismiss']({
      ...REF,
      suggestionId: onlySuggestion(world),
    });
    expect(held(world)).toEqual([]);
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('[CV5] a reply is held while the agent types, until 15 s after the last key or an empty composer', async () => {
    const world = await talking();
    await typing(world, true);
    await world.clock.advance(14_999);
    await world.aiReplies('一');
    await world.clock.advance(1);
    await world.aiReplies('二');
    await typing(world, true);
    await typing(world, false);
    await world.aiReplies('三');
    expect(held(world)).toEqual(['一:agentTyping']);
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['二', '三']);
  });

  it('[CV5] a reply that waits for its turn is seen waiting, and becomes a suggestion when the agent takes over meanwhile', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.aiReplies('一');
    await world.aiReplies('二');
    expect(await spoken(world)).toEqual([
      'buyer 买 -',
      'backoffice 一 sending',
      'backoffice 二 queued',
    ]);
    await setManual(world, true);
    world.connectors.sends[0]?.answer(world.connectors.sent());
    await settled();
    expect(held(world)).toEqual(['二:manual']);
    expect(await spoken(world)).toEqual(['buyer 买 -', 'backoffice 一 sent']);
    expect(world.connectors.sends).toHaveLength(1);
    const told = world.publisher.deltas.flatMap(({ messages }) => messages ?? []);
    const last = told.findLast(({ content }) => content === '二');
    expect(last && isInTimeline(last)).toBe(false);
  });

  it('[CV5] the agent may take back a reply that still waits for its turn', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.aiReplies('一');
    await world.aiReplies('二');
    const waiting = (await world.timeline()).find(({ content }) => content === '二');
    if (waiting === undefined) throw new Error('not stored');
    const taken = await world.core.handlers['messages.cancel']({
      ...REF,
      messageId: waiting.messageId,
    });
    expect(taken.ok).toBe(true);
    world.connectors.sends[0]?.answer(world.connectors.sent());
    await settled();
    expect(world.connectors.sends).toHaveLength(1);
    expect(held(world)).toEqual([]);
  });

  it('[CV5] the hold is asked again right before the write', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.aiReplies('一');
    const [send] = world.connectors.sends;
    expect(send?.mayWrite()).toBe(true);
    await typing(world, true);
    expect(send?.mayWrite()).toBe(false);
    send?.answer({ kind: 'notWritten', why: 'hold' });
    await settled();
    expect(held(world)).toEqual(['一:agentTyping']);
    expect(await spoken(world)).toEqual(['buyer 买 -']);
    await world.clock.advance(59_000);
    expect(world.connectors.sends).toHaveLength(1);
    await world.clock.advance(1_000);
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一', '一']);
  });

  it('[CV5] what the agent sends herself is not held', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await typing(world, true);
    await world.agentSends('在', 'm1');
    await typing(world, true);
    expect(world.connectors.sends[0]?.mayWrite()).toBe(true);
  });

  it('[CV5] older than 2 min when it could be sent: held as stale', async () => {
    const world = await talking();
    world.connectors.isHolding = true;
    await world.aiReplies('一');
    await world.aiReplies('二');
    await world.aiReplies('三');
    await world.aiReplies('四');
    // The platform answers nothing, so a turn lasts 60 s: the one of 三 begins at 120 s, the one of 四 would at 180 s.
    await world.clock.advance(121_000);
    expect(held(world)).toEqual(['四:stale']);
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一', '二', '三']);
  });

  it('[CV5] a shop that is not online gets its reply within 2 min, after that the agent does', async () => {
    const world = await talking();
    await world.setState('offline');
    await world.aiReplies('一');
    await world.clock.advance(119_000);
    await world.setState('online');
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['一']);
    await world.setState('offline');
    await world.aiReplies('二');
    await world.clock.advance(121_000);
    expect(held(world)).toEqual(['二:shopOffline']);
    await world.setState('online');
    expect(world.connectors.sends).toHaveLength(1);
  });

  it('[CV5] a waiting reply survives a restart, neither lost nor doubled', async () => {
    const world = await talking();
    await world.setState('offline');
    await world.aiReplies('一');
    const again = await world.restart();
    await again.goOnline();
    expect(again.connectors.sends.map(({ part }) => part.content)).toEqual(['一']);
    await again.setState('offline');
    await again.aiReplies('二');
    const third = await again.restart({ isStarted: false });
    await third.clock.advance(300_000);
    third.core.start();
    await settled();
    expect(held(third)).toEqual(['二:shopOffline']);
    const fourth = await third.restart();
    await fourth.goOnline();
    expect(fourth.connectors.sends).toHaveLength(0);
    expect(held(fourth)).toEqual(['二:shopOffline']);
  });

  it('[CV6] a shop whose default is manual holds from the first message on', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.core.handlers['shops.update']({ shopId: SHOP, defaultMode: 'manual' });
    await world.aiReplies('您好');
    expect(held(world)).toEqual(['您好:manual']);
  });
});

describe('a hold for typing', () => {
  it('[CV5] ends with the text: a fresh reply goes by itself, once', async () => {
    const world = await talking();
    typing(world, true);
    await world.aiReplies('您好');
    expect(held(world)).toEqual(['您好:agentTyping']);
    typing(world, false);
    await world.clock.advance(2_000);
    await settled();
    expect(held(world)).toEqual([]);
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['您好']);
  });

  it('[CV5] ends 60 s after the last key, and not before', async () => {
    const world = await talking();
    typing(world, true);
    await world.aiReplies('您好');
    await world.clock.advance(40_000);
    typing(world, true);
    await world.clock.advance(59_000);
    expect(held(world)).toEqual(['您好:agentTyping']);
    await world.clock.advance(1_000);
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['您好']);
  });

  it('[CV5] survives a restart: it ends 15 s after it when nobody types on', async () => {
    const world = await talking();
    await typing(world, true);
    await world.aiReplies('AI 的话');
    expect(held(world)).toEqual(['AI 的话:agentTyping']);
    const second = await world.restart();
    await second.goOnline();
    await second.clock.advance(14_000);
    expect(held(second)).toEqual(['AI 的话:agentTyping']);
    await second.clock.advance(2_000);
    expect(held(second)).toEqual([]);
    expect(second.connectors.sends.map(({ part }) => part.content)).toEqual(['AI 的话']);
  });

  it('[CV5] a reply that has become stale meanwhile stays a suggestion', async () => {
    const world = await talking();
    typing(world, true);
    await world.aiReplies('您好');
    for (let key = 0; key < 5; key += 1) {
      await world.clock.advance(30_000);
      typing(world, true);
    }
    typing(world, false);
    await world.clock.advance(3_000);
    expect(held(world)).toEqual(['您好:agentTyping']);
    expect(world.connectors.sends).toHaveLength(0);
  });

  it('[CV5] [CV6] text that is gone because she sent it releases nothing: the conversation is hers', async () => {
    const world = await talking();
    typing(world, true);
    await world.aiReplies('AI 的话');
    typing(world, false);
    await world.agentSends('我的话', 'm1');
    await world.clock.advance(5_000);
    expect(held(world)).toEqual(['AI 的话:agentTyping']);
    expect(world.connectors.sends.map(({ part }) => part.content)).toEqual(['我的话']);
  });
});
