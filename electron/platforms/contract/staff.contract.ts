import { expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asShopId, asStaffId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ConnectorDesk } from '../connector-desk.ts';
import type { ContractStaff } from './platform.contract.ts';
import type { ContractSeat } from './seat.contract.ts';

/** Colleagues, and handing a buyer over to one of them. */
export const staffCases = (seat: ContractSeat): void => {
  const transferWorld = async (name: string) => {
    const shopId = await seat.online(name);
    const row = (staff_id: string, who: string, isOnline: boolean): ContractStaff => ({
      staff_id,
      name: who,
      status: 1,
      department: '',
      online: isOnline,
    });
    seat.world.setStaff(shopId, [
      row('9007199254740993001', '王', true),
      row('9007199254740993002', '李', false),
    ]);
    seat.world.say(shopId, 'b1', 'text', '找人');
    await seat.sink.untilMessage(shopId, ({ content }) => content === '找人');
    const listed = await seat.desk.listStaff(shopId);
    const to = (who: string): ReturnType<ConnectorDesk['transfer']> =>
      seat.desk.transfer(shopId, {
        operationId: asMessageId('op'),
        buyerPin: asBuyerPin('b1'),
        staffId:
          (listed.ok ? listed.value.find((member) => member.name === who)?.staffId : undefined) ??
          asStaffId(`nobody ${who}`),
        reason: '',
      });
    return { shopId, to };
  };

  it.skipIf(seat.lacks('transfer'))(
    '[CV10] a late word of the platform is waited for',
    async () => {
      const { shopId, to } = await transferWorld('迟转商店');
      seat.world.fault(shopId, { kind: 'late_transfer', ms: 15_000 });
      expect(await to('王')).toEqual({ kind: 'transferred' });
      expect(seat.world.transfers(shopId)).toHaveLength(1);
    },
  );

  it.skipIf(seat.lacks('staff'))('[CV10] lists staff with long ids and equal names', async () => {
    const { storeId, cookie } = seat.world.addShop('客服商店');
    const shopId = asShopId(storeId);
    const staff = [
      { staff_id: '7545667615256944155', name: '售后', status: 1, department: '', online: true },
      {
        staff_id: '7545667615256944156',
        name: '售后',
        status: 1,
        department: '一组',
        online: false,
      },
    ];
    seat.world.setStaff(storeId, staff);
    seat.desk.connect(shopId, seat.platform, new Secret(cookie));
    await seat.sink.untilState(shopId, 'online');
    const listed = await seat.desk.listStaff(shopId);
    expect(listed).toMatchObject({
      ok: true,
      value: staff.map(({ staff_id: staffId, name, department, online: isOnline }) => {
        const told = { staffId, department, online: isOnline };
        const fields = seat.world.staffTells.map((field) => [field, told[field]] as const);
        return Object.fromEntries([['name', name], ...fields]);
      }),
    });
    await seat.sink.until(
      () =>
        seat.sink.facts.find((fact) => fact.kind === 'platform.staff' && fact.shopId === shopId),
      () => 'the staff list as a fact',
    );
  });

  it.skipIf(seat.lacks('transfer'))(
    '[CV10] a transfer is done when the platform says so, and refused in its own words',
    async () => {
      const { shopId, to } = await transferWorld('转接商店');
      expect(await to('李')).toMatchObject({ kind: 'refused' });
      expect(seat.world.transfers(shopId)).toEqual([]);
      expect(await to('王')).toEqual({ kind: 'transferred' });
      expect(seat.world.transfers(shopId)).toMatchObject([{ staff_id: '9007199254740993001' }]);
    },
  );

  it.skipIf(seat.lacks('transfer'))('[CV10] a refused transfer leaves the buyer here', async () => {
    const { shopId, to } = await transferWorld('拒转商店');
    seat.world.fault(shopId, { kind: 'reject', scope: 'transfer', count: 1 });
    expect(await to('王')).toMatchObject({ kind: 'refused' });
    expect(seat.world.transfers(shopId)).toEqual([]);
  });
};
