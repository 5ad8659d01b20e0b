import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { held, setManual, talking } from './testing/talking.ts';
import { platformMessage, REF, SHOP, type TestCore } from './testing/test-core.ts';

describe('[CV11] a closed conversation', () => {
  const closed = async (): Promise<TestCore> => {
    const world = await talking();
    await world.core.handlers['conversations.settleWaiting'](REF);
    await world.core.handlers['conversations.setClosed']({ ...REF, closed: true });
    expect(world.conversation().closed).toBe(true);
    return world;
  };

  it.each<readonly [string, (world: TestCore) => unknown]>([
    ['a buyer’s word', (world) => world.hear(platformMessage({ sentAt: world.clock.now() }))],
    [
      'a held suggestion',
      async (world) => {
        await setManual(world, true);
        await world.aiReplies('您好');
      },
    ],
    [
      'an error that names its buyer',
      (world) =>
        world.gatewaySays({
          type: 'error',
          content: '坏了',
          store_id: SHOP,
          receiver: { id: REF.buyerPin },
        }),
    ],
    [
      'a rejected send',
      async (world) => {
        world.connectors.isHolding = true;
        await world.aiReplies('您好');
        world.connectors.sends[0]?.answer({ kind: 'rejected', code: '1', text: '' });
      },
    ],
    [
      'an unconfirmed send',
      async (world) => {
        world.connectors.isHolding = true;
        await world.aiReplies('您好');
        world.connectors.sends[0]?.answer({ kind: 'unconfirmed', why: 'timeout' });
      },
    ],
    [
      'a transfer that needs a choice',
      (world) =>
        world.gatewaySays({
          type: 'transfer',
          content: '没有这个人',
          store_id: SHOP,
          receiver: { id: REF.buyerPin },
        }),
    ],
  ])('[CV11] opens again by %s', async (_what, happens) => {
    const world = await closed();
    await happens(world);
    await world.clock.advance(5_000);
    expect(world.conversation().closed).toBe(false);
  });

  it('[CV11] stays closed over what asks for nobody', async () => {
    const world = await closed();
    await world.aiReplies('您好');
    await world.core.handlers['conversations.setStarred']({ ...REF, starred: true });
    await world.hear(platformMessage({ from: 'system', content: '已读' }));
    expect(world.conversation().closed).toBe(true);
  });
});

describe('take-over', () => {
  const systemLines = async (world: TestCore): Promise<readonly unknown[]> =>
    (await world.timeline()).flatMap(({ systemLine }) => systemLine ?? []);

  it('[CV6] a reply takes over, says so once, and each further reply extends the countdown', async () => {
    const world = await talking();
    await world.agentSends('一', 'm1');
    await world.clock.advance(9 * 60_000);
    await world.agentSends('二', 'm2');
    await world.clock.advance(9 * 60_000);
    expect(world.conversation().mode).toEqual({
      kind: 'manual',
      endsAt: world.clock.now() + 60_000,
    });
    await world.clock.advance(60_000);
    expect(world.conversation().mode).toEqual({ kind: 'auto' });
    expect(await systemLines(world)).toEqual([
      { code: 'takeover.started', by: 'reply' },
      { code: 'takeover.ended', by: 'countdown' },
    ]);
  });

  it('[CV6] the countdown survives a restart, also when it ran out meanwhile', async () => {
    const world = await talking();
    await setManual(world, true);
    const second = await world.restart();
    await second.clock.advance(10 * 60_000 - 1);
    expect(second.conversation().mode.kind).toBe('manual');
    await second.clock.advance(1);
    expect(second.conversation().mode.kind).toBe('auto');
    await setManual(second, true);
    const third = await second.restart({ isStarted: false });
    await third.clock.advance(3_600_000);
    third.core.start();
    await settled();
    expect(third.conversation().mode.kind).toBe('auto');
  });

  it('[CV6] a wall clock that is set by eleven minutes ends no take-over, and the time shown follows it', async () => {
    const world = await talking();
    await world.agentSends('一', 'm1');
    await world.clock.advance(60_000);
    world.clock.shiftWall(11 * 60_000);
    await world.clock.advance(30_000);
    expect(world.conversation().mode).toEqual({
      kind: 'manual',
      endsAt: world.clock.now() + 8.5 * 60_000,
    });
    await world.clock.advance(8.5 * 60_000 - 1);
    expect(world.conversation().mode.kind).toBe('manual');
    world.clock.shiftWall(-60 * 60_000);
    await world.clock.advance(1);
    expect(world.conversation().mode.kind).toBe('auto');
  });

  it('[CV6] a reply that our side writes elsewhere now takes over, one of the history does not', async () => {
    const world = await talking();
    const elsewhere = (content: string, ago: number): Promise<void> =>
      world.hear(platformMessage({ from: 'self', content, sentAt: world.clock.now() - ago }));
    await elsewhere('昨天的话', 24 * 3_600_000);
    expect(world.conversation().mode.kind).toBe('auto');
    await elsewhere('手机上的话', 3_000);
    expect(world.conversation().mode.kind).toBe('manual');
    await world.aiReplies('您好');
    expect(held(world)).toEqual(['您好:manual']);
  });

  it('[CV6] the switch goes both ways; 0 minutes means until switched off; the setting turns take-over off', async () => {
    const world = await talking();
    await world.core.handlers['settings.update']({ takeOverMinutes: 0 });
    await setManual(world, true);
    await setManual(world, true);
    expect(world.conversation().mode).toEqual({ kind: 'manual', endsAt: null });
    await world.clock.advance(24 * 3_600_000);
    expect(world.conversation().mode.kind).toBe('manual');
    await setManual(world, false);
    await world.core.handlers['settings.update']({ takeOverOnReply: false });
    await world.agentSends('一', 'm1');
    expect(world.conversation().mode).toEqual({ kind: 'auto' });
    expect(await systemLines(world)).toEqual([
      { code: 'takeover.started', by: 'switch' },
      { code: 'takeover.ended', by: 'switch' },
    ]);
  });
});
