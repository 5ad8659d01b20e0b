import { describe, expect, it } from 'vitest';
import { BUYER, TestCore, platformMessage, REF, SHOP } from './testing/test-core.ts';

describe('the three flows', () => {
  it('[GW8] [GW9] a buyer message, its conversation and its frame are one transaction', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const before = world.store.commits.length;
    const sentAt = world.clock.now();
    await world.hear(platformMessage({ sentAt, avatarUrl: 'https://x.example/a.png' }));
    const commits = world.store.commits.slice(before);
    expect(commits).toHaveLength(1);
    const kinds = commits[0]?.map((write) => ('put' in write ? write.put : write.remove));
    expect(kinds).toEqual(['conversation', 'message', 'outbox']);
    const [row] = await world.store.loadOutbox(0, 10);
    const [message] = await world.timeline();
    expect(row?.frame).toEqual({
      type: 'message',
      content: '你好,请问在吗?',
      msg_type: 'text',
      sender: { id: BUYER },
      store_id: SHOP,
      message_id: message?.messageId,
      timestamp: sentAt,
      pin_image: 'https://x.example/a.png',
    });
    expect(world.conversation()).toMatchObject({ unread: 1, waitingSince: sentAt });
    expect(world.gateway.grew).toBeGreaterThan(0);
  });

  it('of a buyer met for the first time, what was answered before is filed and not forwarded', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    const now = world.clock.now();
    const old = platformMessage({ sentAt: now - 900_000, content: '旧问题' });
    const reply = platformMessage({ sentAt: now - 800_000, from: 'self' });
    const fresh = platformMessage({ sentAt: now - 1000, content: '新' });
    await world.hear(old, reply, fresh);
    expect(await world.timeline()).toHaveLength(3);
    expect(world.conversation().mode.kind).toBe('auto');
    const rows = await world.store.loadOutbox(0, 10);
    expect(rows.map(({ frame }) => 'content' in frame && frame.content)).toEqual(['新']);
    // Of a buyer who is known, every word is told: the reply may have come from a phone meanwhile.
    const late = platformMessage({ sentAt: now + 1000, content: '再问' });
    const byPhone = platformMessage({ sentAt: now + 2000, from: 'self' });
    await world.hear(late, byPhone);
    expect(await world.store.loadOutbox(0, 10)).toHaveLength(2);
  });

  it('[CV5] an AI reply in auto goes to the buyer once, and the conversation is answered', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage({ sentAt: world.clock.now() }));
    await world.clock.advance(2_000);
    await world.aiReplies('您好!我是智能客服');
    expect(world.connectors.sends).toHaveLength(1);
    expect(world.connectors.sends[0]).toMatchObject({
      shopId: SHOP,
      buyerPin: BUYER,
      part: { type: 'text', content: '您好!我是智能客服' },
    });
    const timeline = await world.timeline();
    expect(timeline.map(({ origin, send }) => [origin, send?.state])).toEqual([
      ['buyer', undefined],
      ['backoffice', 'sent'],
    ]);
    expect(world.conversation().waitingSince).toBeNull();
  });

  it('[GW12] an agent reply goes to the buyer and not to the gateway', async () => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage({ sentAt: world.clock.now() }));
    expect(await world.agentSends('在的', 'm1')).toEqual({ ok: true, value: null });
    expect(world.connectors.sends.map(({ part }) => part)).toEqual([
      { type: 'text', content: '在的' },
    ]);
    expect(await world.frames()).toEqual(['message']);
    expect(world.conversation(REF)).toMatchObject({
      waitingSince: null,
      last: { origin: 'agent', sendState: 'sent' },
    });
  });
});
