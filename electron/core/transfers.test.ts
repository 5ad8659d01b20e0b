import { describe, expect, it } from 'vitest';
import type { TransferOutcome } from './ports/connectors.ts';
import { settled } from './testing/fake-clock.ts';
import { BUYER, platformMessage, REF, SHOP, TestCore } from './testing/test-core.ts';
import { asStaffId } from '#shared/model/ids.ts';
import { ok } from '#shared/model/result.ts';
import type { Staff } from '#shared/model/shop.ts';

const person = (name: string, online: boolean, id = name): Staff => ({
  staffId: asStaffId(id),
  name,
  status: 1,
  department: '',
  online,
});

describe('staff and transfer', () => {
  const transferTo = async (world: TestCore, name: string): Promise<void> => {
    const frame = { type: 'transfer', receiver: { id: BUYER }, store_id: SHOP } as const;
    await world.gatewaySays({ ...frame, content: name });
    await settled();
  };
  const withStaff = async (...staff: readonly Staff[]): Promise<TestCore> => {
    const world = await TestCore.open();
    await world.goOnline();
    await world.hear(platformMessage({ sentAt: world.clock.now() }));
    await world.core.accept({ kind: 'platform.staff', shopId: SHOP, staff });
    return world;
  };

  it('[GW12] the staff list is told when it changed or the shop came online anew', async () => {
    const world = await withStaff(person('小王', true));
    const again = { kind: 'platform.staff', shopId: SHOP, staff: [person('小王', true)] } as const;
    await world.core.accept(again);
    expect(await world.frames()).toEqual(['message', 'staff_list']);
    await world.core.accept({ ...again, staff: [person('小王', false)] });
    expect(await world.frames()).toHaveLength(3);
    await world.setState('offline');
    await world.goOnline();
    await world.core.accept({ ...again, staff: [person('小王', false)] });
    expect(await world.frames()).toHaveLength(4);
    const rows = await world.store.loadOutbox(0, 10);
    expect(rows[1]?.frame).toMatchObject({
      content: '客服列表更新',
      data: {
        staff_list: [{ staff_id: '小王', name: '小王', status: 1, department: '', online: true }],
      },
    });
  });

  it('[CV10] one match that is online is transferred, shown, and not echoed to the gateway', async () => {
    const world = await withStaff(person('客服小王', true), person('小李', true));
    await transferTo(world, ' 客服小王 ');
    expect(world.connectors.transfers[0]?.[1]).toMatchObject({
      buyerPin: BUYER,
      staffId: '客服小王',
    });
    expect((await world.timeline()).at(-1)?.systemLine).toEqual({
      code: 'transfer.done',
      staffName: '客服小王',
      by: 'backoffice',
    });
    expect(world.conversation()).toMatchObject({ transferQuestion: null, waitingSince: null });
    expect(await world.frames()).not.toContain('transfer');
  });

  it('[CV10] none, several, offline or refused: the agent is asked', async () => {
    const world = await withStaff(
      person('甲', true, '1'),
      person('甲', false, '2'),
      person('乙', false),
      person('丙', true),
    );
    const asked = async (name: string): Promise<string | undefined> => {
      await transferTo(world, name);
      return world.conversation().transferQuestion?.why;
    };
    expect([await asked('丁'), await asked('甲'), await asked('乙')]).toEqual([
      'none',
      'several',
      'offline',
    ]);
    expect(world.connectors.transfers).toEqual([]);
    world.connectors.transferOutcome = { kind: 'refused', text: '对方忙' };
    expect(await asked('丙')).toBe('failed');
    expect((await world.timeline()).at(-1)?.systemLine).toMatchObject({ reason: '对方忙' });
    await world.core.handlers['transfers.dismissQuestion'](REF);
    expect(world.conversation().transferQuestion).toBeNull();
  });

  it('[CV10] a wish that a crash cut off is the agent’s to answer', async () => {
    const world = await withStaff(person('甲', true));
    world.connectors.transfer = () => new Promise(() => undefined);
    await transferTo(world, '甲');
    expect(world.conversation().transferQuestion).toMatchObject({ why: 'underWay' });
    const again = await world.restart();
    expect(again.conversation().transferQuestion).toMatchObject({ staffName: '甲', why: 'failed' });
  });

  it('[CV10] the end of an older wish does not wipe out a newer one', async () => {
    const world = await withStaff(person('甲', true), person('乙', true));
    const ends: ((outcome: TransferOutcome) => void)[] = [];
    world.connectors.transfer = () => new Promise((resolve) => ends.push(resolve));
    await transferTo(world, '甲');
    await transferTo(world, '乙');
    ends[0]?.({ kind: 'refused', text: '对方忙' });
    await settled();
    expect(world.conversation().transferQuestion).toMatchObject({ staffName: '乙' });
    ends[1]?.({ kind: 'transferred' });
    await settled();
    expect(world.conversation().transferQuestion).toBeNull();
  });

  it('[CV10] an old or missing list is asked for first; without any the agent is asked', async () => {
    const world = await withStaff(person('旧', true));
    await world.clock.advance(61_000);
    world.connectors.staff = ok([person('新', true)]);
    await transferTo(world, '新');
    expect(world.connectors.staffAsked).toBe(1);
    expect(world.connectors.transfers).toHaveLength(1);
    const other = await TestCore.open();
    await transferTo(other, '新');
    expect(other.conversation().transferQuestion?.why).toBe('failed');
  });

  it('[CV10] the agent own transfer is told to the gateway on proof, and only then', async () => {
    const world = await withStaff(person('小王', true));
    const start = (staffId: string) =>
      world.core.handlers['transfers.start']({
        ...REF,
        staffId: asStaffId(staffId),
        reason: '售后',
      });
    expect(await start('nobody')).toMatchObject({ error: { kind: 'staff.unknown' } });
    world.connectors.transferOutcome = { kind: 'unconfirmed', why: 'timeout' };
    expect(await start('小王')).toMatchObject({ error: { kind: 'platform.timeout' } });
    world.connectors.transferOutcome = { kind: 'refused', text: '对方忙' };
    expect(await start('小王')).toEqual({
      ok: false,
      error: { kind: 'platform.refused', detail: '对方忙' },
    });
    expect(await world.frames()).not.toContain('transfer');
    world.connectors.transferOutcome = { kind: 'transferred' };
    expect(await start('小王')).toEqual(ok(null));
    const rows = await world.store.loadOutbox(0, 10);
    expect(rows.at(-1)?.frame).toMatchObject({
      type: 'transfer',
      content: '小王',
      sender: { id: BUYER },
    });
    await world.setState('offline');
    expect(await start('小王')).toMatchObject({ error: { kind: 'shop.notOnline' } });
  });
});
