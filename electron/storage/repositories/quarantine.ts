import * as z from 'zod';
import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import {
  QUARANTINE_KINDS,
  quarantineReason,
  type QuarantineReason,
} from '#shared/model/quarantine.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import { jsonColumn, textOrNull } from '../row-reader.ts';
import { insert } from '../writes.ts';
import { Repository } from './repository.ts';

export const QUARANTINE_SQL = {
  put: insert('quarantine'),
  trim: `DELETE FROM quarantine
    WHERE quarantine_seq <= (SELECT max(quarantine_seq) FROM quarantine) - ${LIMITS.keptQuarantine}`,
  newest: 'SELECT * FROM quarantine ORDER BY quarantine_seq DESC LIMIT ?',
  count: 'SELECT count(*) FROM quarantine',
  lastSeq: `SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'quarantine'), 0),
    coalesce((SELECT max(quarantine_seq) FROM quarantine), 0))`,
} as const;

const reason = z.object({
  kind: z.enum(QUARANTINE_KINDS),
  about: textOrNull,
}) satisfies z.ZodType<QuarantineReason>;

/** A row that was salvaged from an older file, or written by a newer app, loses only why. */
const reasonColumn = jsonColumn(reason).catch(quarantineReason('older'));

export const quarantineRow = z
  .object({ at: z.number(), reason: reasonColumn, bytes: z.number(), preview: z.string() })
  .transform((row): QuarantineEntry => row);

/** Frames that could not be understood (GW6); the newest are kept, so that a flood of them fills no disk. */
export class QuarantineRepository extends Repository {
  readonly #sql = this.prepare(QUARANTINE_SQL);
  /** The row's number is part of its checksum, so it is given here and not by the database. */
  #lastSeq = this.numberOf(this.#sql.lastSeq);

  put(entry: QuarantineEntry): void {
    this.#lastSeq += 1;
    this.#sql.put.run(
      this.sealed('quarantine', {
        quarantine_seq: this.#lastSeq,
        at: wholeMs(entry.at),
        reason: JSON.stringify(entry.reason),
        bytes: entry.bytes,
        preview: entry.preview,
      }),
    );
    this.#sql.trim.run();
  }

  /** Newest first. */
  loadNewest(): readonly QuarantineEntry[] {
    return this.rows.readAll(
      'quarantine',
      quarantineRow,
      this.#sql.newest.all(LIMITS.loadedQuarantine),
    );
  }

  count(): number {
    return this.numberOf(this.#sql.count);
  }
}
