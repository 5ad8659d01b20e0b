import * as z from 'zod';
import type { Outage } from '#shared/model/gateway-status.ts';
import type { Connection } from '../database.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import { numberOrNull, type RowReader } from '../row-reader.ts';

export const OUTAGE_SQL = {
  put: 'INSERT INTO outage (from_at, to_at) VALUES (?, ?) ON CONFLICT (from_at) DO UPDATE SET to_at = excluded.to_at',
  newest: 'SELECT * FROM outage ORDER BY from_at DESC LIMIT ?',
} as const;

const outageRow = z
  .object({ from_at: z.number(), to_at: numberOrNull })
  .transform((row): Outage => ({ from: row.from_at, to: row.to_at }));

export class OutageRepository {
  readonly #rows: RowReader;
  readonly #put;
  readonly #newest;

  constructor(db: Connection, rows: RowReader) {
    this.#rows = rows;
    this.#put = db.prepare(OUTAGE_SQL.put);
    this.#newest = db.prepare(OUTAGE_SQL.newest);
  }

  put({ from, to }: Outage): void {
    this.#put.run(wholeMs(from), to === null ? null : wholeMs(to));
  }

  /** The newest, ascending. */
  loadNewest(): readonly Outage[] {
    const rows = this.#newest.all(LIMITS.loadedOutages);
    return this.#rows.readAll('outage', outageRow, rows).toReversed();
  }
}
