import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { platformMessage, SHOP, TestCore } from './testing/test-core.ts';
import type { OutboxRow } from './ports/store.ts';
import { asMessageId } from '#shared/model/ids.ts';
import { ok } from '#shared/model/result.ts';

/** A core with three waiting frames, the second of which the back office cannot bear. */
const stuckWorld = async (): Promise<{ world: TestCore; stuck: OutboxRow }> => {
  const world = await TestCore.open();
  await world.goOnline();
  for (const content of ['在吗', '谢谢😀', '人呢']) await world.hear(platformMessage({ content }));
  const stuck = (await world.store.loadOutbox(0, 10)).find(
    ({ frame }) => frame.content === '谢谢😀',
  );
  if (stuck === undefined) throw new Error('no frame');
  await world.core.accept({ kind: 'gateway.frameStuck', ...stuck, reason: 'closed.1011' });
  await settled();
  return { world, stuck };
};

const waiting = async (world: TestCore): Promise<readonly string[]> =>
  (await world.store.loadOutbox(0, 10)).map(({ frame }) => frame.content);

describe('a frame that was set aside', () => {
  it('[GW9] leaves the outbox alone, and the agent sees whose words they are and why', async () => {
    const { world, stuck } = await stuckWorld();
    expect(await waiting(world)).toEqual(['在吗', '人呢']);
    expect(world.core.replica().gateway).toMatchObject({ pendingFrames: 2, setAsideFrames: 1 });
    const again = await world.restart();
    expect(again.core.replica().gateway).toMatchObject({ pendingFrames: 2, setAsideFrames: 1 });
    expect(await again.core.handlers['outbox.loadSetAside']({})).toMatchObject(
      ok([
        {
          shopId: SHOP,
          messageId: stuck.frame.message_id,
          buyerPin: 'jd_user_001',
          content: '谢谢😀',
          reason: 'closed.1011',
        },
      ]),
    );
  });

  it('[GW9] 重发 puts it behind all others under the same message_id, once', async () => {
    const { world, stuck } = await stuckWorld();
    const ref = { shopId: SHOP, messageId: stuck.frame.message_id };
    expect(await world.core.handlers['outbox.resendSetAside'](ref)).toEqual(ok(null));
    const rows = await world.store.loadOutbox(0, 10);
    expect(rows.at(-1)?.frame).toEqual(stuck.frame);
    expect(rows).toHaveLength(3);
    expect(await world.core.handlers['outbox.resendSetAside'](ref)).toMatchObject({ ok: false });
    expect(world.core.replica().gateway).toMatchObject({ pendingFrames: 3, setAsideFrames: 0 });
  });

  it('[GW9] 放弃 is for good; another id is refused', async () => {
    const { world, stuck } = await stuckWorld();
    const drop = world.core.handlers['outbox.dropSetAside'];
    expect(await drop({ shopId: SHOP, messageId: asMessageId('other') })).toMatchObject({
      error: { kind: 'message.unknown' },
    });
    expect(await drop({ shopId: SHOP, messageId: stuck.frame.message_id })).toEqual(ok(null));
    const again = await world.restart();
    expect(again.core.replica().gateway.setAsideFrames).toBe(0);
    expect(await waiting(again)).toEqual(['在吗', '人呢']);
  });

  it('[GW9] [PL13] goes with its shop', async () => {
    const { world } = await stuckWorld();
    await world.core.handlers['shops.remove']({ shopId: SHOP });
    await settled();
    expect(world.core.replica().gateway).toMatchObject({ pendingFrames: 0, setAsideFrames: 0 });
    expect((await world.restart()).core.replica().gateway.setAsideFrames).toBe(0);
  });
});
