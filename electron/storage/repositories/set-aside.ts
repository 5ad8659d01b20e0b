import * as z from 'zod';
import { GATEWAY_END_REASONS } from '#shared/model/gateway-status.ts';
import type { MessageId, ShopId } from '#shared/model/ids.ts';
import type { SetAsideFrame } from '../../core/ports.ts';
import { wholeMs } from '../limits.ts';
import { jsonColumn, type RowReader } from '../row-reader.ts';
import type { Checksums } from '../tables.ts';
import { upsert } from '../writes.ts';
import { businessFrame } from './outbox.ts';
import type { RepositoryParts } from './repositories.ts';

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
export class SetAsideRepository {
  readonly #rows: RowReader;
  readonly #checksums: Checksums;
  readonly #put;
  readonly #remove;
  readonly #all;

  constructor({ db, rows, checksums }: RepositoryParts) {
    this.#rows = rows;
    this.#checksums = checksums;
    this.#put = db.prepare(SET_ASIDE_SQL.put);
    this.#remove = db.prepare(SET_ASIDE_SQL.remove);
    this.#all = db.prepare(SET_ASIDE_SQL.all);
  }

  put({ frame, reason, at }: SetAsideFrame): void {
    this.#put.run(
      this.#checksums.sealed('set_aside', {
        shop_id: frame.store_id,
        message_id: frame.message_id,
        at: wholeMs(at),
        reason,
        frame: JSON.stringify(frame),
      }),
    );
  }

  remove(shopId: ShopId, messageId: MessageId): void {
    this.#remove.run(shopId, messageId);
  }

  /** Oldest first. */
  loadAll(): readonly SetAsideFrame[] {
    return this.#rows
      .readAll('set_aside', setAsideRow, this.#all.all())
      .toSorted((a, b) => a.at - b.at);
  }
}
