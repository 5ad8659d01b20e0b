import * as z from 'zod';
import { outboundFrameSchema, type BusinessFrame } from '#shared/protocol/frames.ts';
import type { OutboxRow } from '../../core/ports/store.ts';
import { jsonColumn } from '../row-reader.ts';
import { insert } from '../writes.ts';
import { Repository } from './repository.ts';

export const OUTBOX_SQL = {
  put: insert('outbox'),
  removeUpTo: 'DELETE FROM outbox WHERE outbox_seq <= ?',
  removeOne: 'DELETE FROM outbox WHERE outbox_seq = ?',
  after: 'SELECT * FROM outbox WHERE outbox_seq > ? ORDER BY outbox_seq LIMIT ?',
  count: 'SELECT count(*) FROM outbox',
  lastSeq: `SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'outbox'), 0),
    coalesce((SELECT max(outbox_seq) FROM outbox), 0))`,
} as const;

/** GW8: whatever waits in the outbox has an id and a time, so that a repeated frame is the same frame. */
export const businessFrame = outboundFrameSchema.transform((frame, context): BusinessFrame => {
  if (frame.type !== 'ping') {
    const { message_id, timestamp } = frame;
    if (message_id !== undefined && timestamp !== undefined)
      return { ...frame, message_id, timestamp };
  }
  context.addIssue({
    code: 'custom',
    message: 'not a business frame with message_id and timestamp',
  });
  return z.NEVER;
});

const placeRow = z.object({ outbox_seq: z.number() });
export const outboxRow = z
  .object({ outbox_seq: z.number(), frame: jsonColumn(businessFrame) })
  .transform((row): OutboxRow => ({ outboxSeq: row.outbox_seq, frame: row.frame }));

/** Frames for the back office in the order in which they were committed (GW9). */
export class OutboxRepository extends Repository {
  readonly #sql = this.prepare(OUTBOX_SQL);
  /** The row's number is part of its checksum, so it is given here and not by the database. */
  #lastSeq = this.numberOf(this.#sql.lastSeq);

  put(frame: BusinessFrame): void {
    this.#lastSeq += 1;
    this.#sql.put.run(
      this.sealed('outbox', {
        outbox_seq: this.#lastSeq,
        shop_id: frame.store_id,
        frame: JSON.stringify(frame),
      }),
    );
  }

  /** The last number that was given. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  removeUpTo(outboxSeq: number): void {
    this.#sql.removeUpTo.run(outboxSeq);
  }

  removeOne(outboxSeq: number): void {
    this.#sql.removeOne.run(outboxSeq);
  }

  /** An empty answer means that nothing is left: a page of unreadable rows is stepped over, or it would stop the drain. */
  loadAfter(after: number, limit: number): readonly OutboxRow[] {
    let place = after;
    for (;;) {
      const found = this.#sql.after.all(place, limit);
      const good = this.rows.readAll('outbox', outboxRow, found);
      const last = placeRow.safeParse(found.at(-1));
      if (good.length > 0 || !last.success || last.data.outbox_seq <= place) return good;
      place = last.data.outbox_seq;
    }
  }

  count(): number {
    return this.numberOf(this.#sql.count);
  }
}
