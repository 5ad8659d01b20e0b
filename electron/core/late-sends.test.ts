import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, REF, TestCore } from './testing/test-core.ts';
import { asMessageId } from '#shared/model/ids.ts';

const TWO_MINUTES_MS = 120_000;

/** A buyer wrote, the shop went away, and the agent replied all the same. */
const waiting = async (): Promise<TestCore> => {
  const world = await TestCore.open();
  await world.goOnline();
  await world.hear(platformMessage({ sentAt: world.clock.now(), content: '在吗' }));
  await world.setState('offline');
  await world.agentSends('在的', 'm1');
  return world;
};

const written = (world: TestCore): readonly string[] =>
  world.connectors.sends.map(({ part }) => part.content);

const sendOf = async (world: TestCore, messageId = 'm1') =>
  (await world.timeline()).find((message) => message.messageId === messageId)?.send;

const ref = { ...REF, messageId: asMessageId('m1') };

describe('[CV12] a send that waited for its shop', () => {
  it('goes by itself when the shop is back within 2 min', async () => {
    const world = await waiting();
    await world.clock.advance(TWO_MINUTES_MS - 1_000);
    await world.setState('online');
    expect(written(world)).toEqual(['在的']);
    await world.clock.advance(TWO_MINUTES_MS);
    expect(await sendOf(world)).toMatchObject({ state: 'sent' });
  });

  it('asks after 2 min, while the shop is still away, and stays here when it is back', async () => {
    const world = await waiting();
    await world.core.handlers['conversations.setClosed']({ ...REF, closed: true });
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    expect(await sendOf(world)).toMatchObject({ state: 'queued', reason: { code: 'late' } });
    expect(world.conversation()).toMatchObject({ closed: false, last: { sendState: 'late' } });
    await world.setState('online');
    await world.clock.advance(TWO_MINUTES_MS);
    expect(written(world)).toEqual([]);
  });

  it('发送 sends it once, as the same message', async () => {
    const world = await waiting();
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    await world.setState('online');
    expect(await world.core.handlers['messages.resend'](ref)).toMatchObject({ ok: true });
    await settled();
    expect(written(world)).toEqual(['在的']);
    expect(await sendOf(world)).toMatchObject({ state: 'sent' });
    expect(await world.core.handlers['messages.resend'](ref)).toMatchObject({
      error: { kind: 'message.wrongState' },
    });
  });

  it('发送 while the shop is still away waits anew, and asks anew', async () => {
    const world = await waiting();
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    await world.core.handlers['messages.resend'](ref);
    expect(await sendOf(world)).toMatchObject({ state: 'queued', reason: null });
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    expect(await sendOf(world)).toMatchObject({ state: 'queued', reason: { code: 'late' } });
  });

  it('不发 takes it back for good', async () => {
    const world = await waiting();
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    expect(await world.core.handlers['messages.cancel'](ref)).toMatchObject({ ok: true });
    await world.setState('online');
    await world.clock.advance(TWO_MINUTES_MS);
    expect(await sendOf(world)).toMatchObject({ state: 'cancelled' });
    expect(written(world)).toEqual([]);
  });

  it('holds no newer reply of the conversation up', async () => {
    const world = await waiting();
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    await world.setState('online');
    await world.agentSends('刚才断线了', 'm2');
    expect(written(world)).toEqual(['刚才断线了']);
    await world.core.handlers['messages.resend'](ref);
    await settled();
    expect(written(world)).toEqual(['刚才断线了', '在的']);
  });

  it('still asks after a restart, and a restart does not begin the 2 min anew', async () => {
    const world = await waiting();
    await world.clock.advance(TWO_MINUTES_MS - 1_000);
    const second = await world.restart();
    await second.clock.advance(2_000);
    expect(await sendOf(second)).toMatchObject({ state: 'queued', reason: { code: 'late' } });
    const third = await second.restart();
    await third.goOnline();
    await third.clock.advance(TWO_MINUTES_MS);
    expect(written(third)).toEqual([]);
    await third.core.handlers['messages.resend'](ref);
    await settled();
    expect(written(third)).toEqual(['在的']);
  });

  it('asks although the page took it and gave it back again and again meanwhile', async () => {
    const world = await waiting();
    world.connectors.isHolding = true;
    await world.setState('online');
    for (let tries = 0; (await sendOf(world))?.reason?.code !== 'late'; tries += 1) {
      expect(tries).toBeLessThan(200);
      world.connectors.sends.at(-1)?.answer({ kind: 'notWritten', why: 'the page is loading' });
      await settled();
      await world.clock.advance(1_000);
    }
    const count = world.connectors.sends.length;
    await world.clock.advance(TWO_MINUTES_MS);
    expect(world.connectors.sends).toHaveLength(count);
  });

  it('a clock that is set right meanwhile changes nothing: elapsed time counts', async () => {
    const world = await waiting();
    world.clock.shiftWall(-3_600_000);
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    expect(await sendOf(world)).toMatchObject({ reason: { code: 'late' } });
  });

  it('a computer that slept asks before it sends, whichever wakes first', async () => {
    const world = await waiting();
    world.clock.shiftWall(TWO_MINUTES_MS * 10);
    await world.setState('online');
    expect(written(world)).toEqual([]);
    expect(await sendOf(world)).toMatchObject({ reason: { code: 'late' } });
  });

  it('one of the back office that the agent adopted asks too; one that nobody chose becomes a suggestion', async () => {
    const world = await waiting();
    await world.core.handlers['messages.cancel'](ref);
    await world.core.handlers['conversations.setManual']({ ...REF, manual: true });
    await world.aiReplies('您好');
    const [suggestion] = world.conversation().suggestions;
    if (suggestion === undefined) throw new Error('nothing was held');
    await world.core.handlers['suggestions.adopt']({
      ...REF,
      suggestionId: suggestion.suggestionId,
    });
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    expect(world.conversation().last).toMatchObject({ text: '您好', sendState: 'late' });
    await world.core.handlers['conversations.setManual']({ ...REF, manual: false });
    await world.aiReplies('还在吗');
    await world.clock.advance(TWO_MINUTES_MS + 1_000);
    expect(world.conversation().suggestions).toMatchObject([
      { content: '还在吗', why: 'shopOffline' },
    ]);
  });
});
