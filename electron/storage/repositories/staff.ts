import * as z from 'zod';
import { asShopId, asStaffId, type ShopId } from '#shared/model/ids.ts';
import type { Staff, StaffList } from '#shared/model/shop.ts';
import { wholeMs } from '../limits.ts';
import { flagColumn } from '../row-reader.ts';
import { insert, upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const STAFF_SQL = {
  putList: upsert('staff_list'),
  clear: 'DELETE FROM staff WHERE shop_id = ?',
  put: insert('staff'),
  allLists: 'SELECT * FROM staff_list',
  all: 'SELECT * FROM staff ORDER BY shop_id, place',
} as const;

export const listRow = z.object({
  shop_id: z.string().transform(asShopId),
  updated_at: z.number(),
});

export const staffRow = z
  .object({
    shop_id: z.string().transform(asShopId),
    staff_id: z.string().transform(asStaffId),
    name: z.string(),
    status: z.number(),
    department: z.string(),
    online: flagColumn,
  })
  .transform((row): { readonly shopId: ShopId; readonly staff: Staff } => ({
    shopId: row.shop_id,
    staff: {
      staffId: row.staff_id,
      name: row.name,
      status: row.status,
      department: row.department,
      online: row.online,
    },
  }));

/** A list is replaced as a whole; it keeps the platform's order and whatever the platform repeats. */
export class StaffRepository extends Repository {
  readonly #sql = this.prepare(STAFF_SQL);

  put({ shopId, staff, updatedAt }: StaffList): void {
    this.putList(shopId, updatedAt);
    this.#sql.clear.run(shopId);
    for (const [place, one] of staff.entries()) {
      this.#sql.put.run(
        this.sealed('staff', {
          shop_id: shopId,
          place,
          staff_id: one.staffId,
          name: one.name,
          status: one.status,
          department: one.department,
          online: one.online ? 1 : 0,
        }),
      );
    }
  }

  /** When the list was told, without its members. */
  putList(shopId: ShopId, updatedAt: number): void {
    this.#sql.putList.run(
      this.sealed('staff_list', { shop_id: shopId, updated_at: wholeMs(updatedAt) }),
    );
  }

  loadAll(): readonly StaffList[] {
    const staff = Map.groupBy(
      this.rows.readAll('staff', staffRow, this.#sql.all.all()),
      (row) => row.shopId,
    );
    return this.rows.readAll('staff_list', listRow, this.#sql.allLists.all()).map((row) => ({
      shopId: row.shop_id,
      staff: (staff.get(row.shop_id) ?? []).map((one) => one.staff),
      updatedAt: row.updated_at,
    }));
  }
}
