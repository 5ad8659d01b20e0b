import type { Step } from '../step.ts';
import { shopFor } from './new-rows.ts';
import type { ShopId } from '#shared/model/ids.ts';
import type { Staff, StaffList } from '#shared/model/shop.ts';

/** `content` of the spec's example 4.6. */
const FRAME_TEXT = '客服列表更新';

/**
 * A shop's staff as the platform tells it: kept, shown, and told to the gateway (spec 4.6) when it differs from what the
 * gateway was told last, or when the shop has come online since.
 */
export const takeStaff = (step: Step, shopId: ShopId, staff: readonly Staff[]): StaffList => {
  shopFor(step, shopId);
  const list: StaffList = { shopId, staff, updatedAt: step.now };
  step.changes.putStaffList(list);
  const wire = staff.map(({ staffId, name, status, department, online }) => ({
    staff_id: staffId,
    name,
    status,
    department,
    online,
  }));
  const told = JSON.stringify(wire);
  if (step.state.toldStaff.get(shopId) === told) return list;
  step.state.toldStaff.set(shopId, told);
  step.changes.addFrame({
    type: 'staff_list',
    content: FRAME_TEXT,
    data: { staff_list: wire },
    store_id: shopId,
    message_id: step.ids.messageId(),
    timestamp: step.now,
  });
  return list;
};
