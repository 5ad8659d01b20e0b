import * as z from 'zod';
import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { Connection } from '../database.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import type { RowReader } from '../row-reader.ts';

export const QUARANTINE_SQL = {
  put: 'INSERT INTO quarantine (at, reason, bytes, preview) VALUES (?, ?, ?, ?)',
  trim: `DELETE FROM quarantine
    WHERE quarantine_seq <= (SELECT max(quarantine_seq) FROM quarantine) - ${LIMITS.keptQuarantine}`,
  newest: 'SELECT * FROM quarantine ORDER BY quarantine_seq DESC LIMIT ?',
  count: 'SELECT count(*) FROM quarantine',
} as const;

const quarantineRow = z
  .object({ at: z.number(), reason: z.string(), bytes: z.number(), preview: z.string() })
  .transform((row): QuarantineEntry => row);

/** Frames that could not be understood (GW6); the newest are kept, so that a flood of them fills no disk. */
export class QuarantineRepository {
  readonly #rows: RowReader;
  readonly #put;
  readonly #trim;
  readonly #newest;
  readonly #count;

  constructor(db: Connection, rows: RowReader) {
    this.#rows = rows;
    this.#put = db.prepare(QUARANTINE_SQL.put);
    this.#trim = db.prepare(QUARANTINE_SQL.trim);
    this.#newest = db.prepare(QUARANTINE_SQL.newest);
    this.#count = db.prepare<[], number>(QUARANTINE_SQL.count).pluck();
  }

  put(entry: QuarantineEntry): void {
    this.#put.run(wholeMs(entry.at), entry.reason, entry.bytes, entry.preview);
    this.#trim.run();
  }

  /** Newest first. */
  loadNewest(): readonly QuarantineEntry[] {
    return this.#rows.readAll(
      'quarantine',
      quarantineRow,
      this.#newest.all(LIMITS.loadedQuarantine),
    );
  }

  count(): number {
    return this.#count.get() ?? 0;
  }
}
