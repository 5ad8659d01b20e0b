import * as z from 'zod';
import { GATEWAY_END_REASONS } from '#shared/model/gateway-status.ts';
import type { MessageId, ShopId } from '#shared/model/ids.ts';
import type { SetAsideFrame } from '../../core/ports/store.ts';
import { wholeMs } from '../limits.ts';
import { jsonColumn } from '../row-reader.ts';
import { upsert } from '../writes.ts';
import { businessFrame } from './outbox.ts';
import { Repository } from './repository.ts';

export const SET_ASIDE_SQL = {
  put: upsert('set_aside'),
  remove: 'DELETE FROM set_aside WHERE shop_id = ? AND message_id = ?',
  all: 'SELECT * FROM set_aside',
} as const;

export const setAsideRow = z
  .object({
    at: z.number(),
    reason: z.enum(GATEWAY_END_REASONS),
    frame: jsonColumn(businessFrame),
  })
  .transform((row): SetAsideFrame => row);

/** Frames behind which the line ended again and again; they wait for the agent (GW9). */
export class SetAsideRepository extends Repository {
  readonly #sql = this.prepare(SET_ASIDE_SQL);

  put({ frame, reason, at }: SetAsideFrame): void {
    this.#sql.put.run(
      this.sealed('set_aside', {
        shop_id: frame.store_id,
        message_id: frame.message_id,
        at: wholeMs(at),
        reason,
        frame: JSON.stringify(frame),
      }),
    );
  }

  remove(shopId: ShopId, messageId: MessageId): void {
    this.#sql.remove.run(shopId, messageId);
  }

  /** Oldest first. */
  loadAll(): readonly SetAsideFrame[] {
    return this.rows
      .readAll('set_aside', setAsideRow, this.#sql.all.all())
      .toSorted((a, b) => a.at - b.at);
  }
}
