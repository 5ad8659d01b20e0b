import * as z from 'zod';
import { outboundFrameSchema, type BusinessFrame } from '#shared/protocol/frames.ts';
import type { OutboxRow } from '../../core/ports.ts';
import type { Connection } from '../database.ts';
import { jsonColumn, type RowReader } from '../row-reader.ts';

export const OUTBOX_SQL = {
  put: 'INSERT INTO outbox (shop_id, frame) VALUES (?, ?)',
  removeUpTo: 'DELETE FROM outbox WHERE outbox_seq <= ?',
  after: 'SELECT * FROM outbox WHERE outbox_seq > ? ORDER BY outbox_seq LIMIT ?',
  count: 'SELECT count(*) FROM outbox',
} as const;

/** GW8: whatever waits in the outbox has an id and a time, so that a repeated frame is the same frame. */
const businessFrame = outboundFrameSchema.transform((frame, context): BusinessFrame => {
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
const outboxRow = z
  .object({ outbox_seq: z.number(), frame: jsonColumn(businessFrame) })
  .transform((row): OutboxRow => ({ outboxSeq: row.outbox_seq, frame: row.frame }));

/** Frames for the back office in the order in which they were committed (GW9). */
export class OutboxRepository {
  readonly #rows: RowReader;
  readonly #put;
  readonly #removeUpTo;
  readonly #after;
  readonly #count;

  constructor(db: Connection, rows: RowReader) {
    this.#rows = rows;
    this.#put = db.prepare(OUTBOX_SQL.put);
    this.#removeUpTo = db.prepare(OUTBOX_SQL.removeUpTo);
    this.#after = db.prepare(OUTBOX_SQL.after);
    this.#count = db.prepare<[], number>(OUTBOX_SQL.count).pluck();
  }

  put(frame: BusinessFrame): void {
    this.#put.run(frame.store_id, JSON.stringify(frame));
  }

  removeUpTo(outboxSeq: number): void {
    this.#removeUpTo.run(outboxSeq);
  }

  /** An empty answer means that nothing is left: a page of unreadable rows is stepped over, or it would stop the drain. */
  loadAfter(after: number, limit: number): readonly OutboxRow[] {
    let place = after;
    for (;;) {
      const found = this.#after.all(place, limit);
      const good = this.#rows.readAll('outbox', outboxRow, found);
      const last = this.#rows.readOne('outbox', placeRow, found.at(-1));
      if (good.length > 0 || last === null) return good;
      place = last.outbox_seq;
    }
  }

  count(): number {
    return this.#count.get() ?? 0;
  }
}
