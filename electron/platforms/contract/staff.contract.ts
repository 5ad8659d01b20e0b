import { expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asShopId, asStaffId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ConnectorRegistry } from '../connector-registry.ts';
import type { ContractStaff } from './platform.contract.ts';
import type { ContractHarness } from './harness.contract.ts';

/** Colleagues, and handing a buyer over to one of them. */
export const staffCases = (harness: ContractHarness): void => {
  const transferWorld = async (name: string) => {
    const shopId = await harness.online(name);
    const row = (staff_id: string, who: string, isOnline: boolean): ContractStaff => ({
      staff_id,
      name: who,
      status: 1,
      department: '',
      online: isOnline,
    });
    harness.world.setStaff(shopId, [
      row('9007199254740993001', '王', true),
      row('9007199254740993002', '李', false),
    ]);
    harness.world.say(shopId, 'b1', 'text', '找人');
    await harness.sink.untilMessage(shopId, ({ content }) => content === '找人');
    const listed = await harness.connectors.listStaff(shopId);
    const to = (who: string): ReturnType<ConnectorRegistry['transfer']> =>
      harness.connectors.transfer(shopId, {
        operationId: asMessageId('op'),
        buyerPin: asBuyerPin('b1'),
        staffId:
          (listed.ok ? listed.value.find((member) => member.name === who)?.staffId : undefined) ??
          asStaffId(`nobody ${who}`),
        reason: '',
      });
    return { shopId, to };
  };

  it.skipIf(harness.lacks('transfer'))(
    '[CV10] a late word of the platform is waited for',
    async () => {
      const { shopId, to } = await transferWorld('迟转商店');
      harness.world.fault(shopId, { kind: 'late_transfer', ms: 15_000 });
      expect(await to('王')).toEqual({ kind: 'transferred' });
      expect(harness.world.transfers(shopId)).toHaveLength(1);
    },
  );

  it.skipIf(harness.lacks('staff'))(
    '[CV10] lists staff with long ids and equal names',
    async () => {
      const { storeId, cookie } = harness.world.addShop('客服商店');
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
      harness.world.setStaff(storeId, staff);
      harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
      await harness.sink.untilState(shopId, 'online');
      const listed = await harness.connectors.listStaff(shopId);
      expect(listed).toMatchObject({
        ok: true,
        value: staff.map(({ staff_id: staffId, name, department, online: isOnline }) => {
          const told = { staffId, department, online: isOnline };
          const fields = harness.world.staffTells.map((field) => [field, told[field]] as const);
          return Object.fromEntries([['name', name], ...fields]);
        }),
      });
      await harness.sink.until(
        () =>
          harness.sink.facts.find(
            (fact) => fact.kind === 'platform.staff' && fact.shopId === shopId,
          ),
        () => 'the staff list as a fact',
      );
    },
  );

  it.skipIf(harness.lacks('transfer'))(
    '[CV10] a transfer is done when the platform says so, and refused in its own words',
    async () => {
      const { shopId, to } = await transferWorld('转接商店');
      expect(await to('李')).toMatchObject({ kind: 'refused' });
      expect(harness.world.transfers(shopId)).toEqual([]);
      expect(await to('王')).toEqual({ kind: 'transferred' });
      expect(harness.world.transfers(shopId)).toMatchObject([{ staff_id: '9007199254740993001' }]);
    },
  );

  it.skipIf(harness.lacks('transfer'))(
    '[CV10] a refused transfer leaves the buyer here',
    async () => {
      const { shopId, to } = await transferWorld('拒转商店');
      harness.world.fault(shopId, { kind: 'reject', scope: 'transfer', count: 1 });
      expect(await to('王')).toMatchObject({ kind: 'refused' });
      expect(harness.world.transfers(shopId)).toEqual([]);
    },
  );
};
