import * as z from 'zod';
import type { Outage } from '#shared/model/gateway-status.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import { numberOrNull } from '../row-reader.ts';
import { upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const OUTAGE_SQL = {
  put: upsert('outage'),
  newest: 'SELECT * FROM outage ORDER BY from_at DESC LIMIT ?',
} as const;

export const outageRow = z
  .object({ from_at: z.number(), to_at: numberOrNull })
  .transform((row): Outage => ({ from: row.from_at, to: row.to_at }));

export class OutageRepository extends Repository {
  readonly #sql = this.prepare(OUTAGE_SQL);

  put({ from, to }: Outage): void {
    this.#sql.put.run(
      this.sealed('outage', {
        from_at: wholeMs(from),
        to_at: to === null ? null : wholeMs(to),
      }),
    );
  }

  /** The newest, ascending. */
  loadNewest(): readonly Outage[] {
    const rows = this.#sql.newest.all(LIMITS.loadedOutages);
    return this.rows.readAll('outage', outageRow, rows).toReversed();
  }
}
