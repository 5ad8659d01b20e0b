import * as z from 'zod';
import type { Log } from '../core/ports/log.ts';
import type { Checksums, Row, TableName } from './tables.ts';

/** A column of JSON, for small sealed things only. */
export const jsonColumn = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** STRICT tables have no boolean. */
export const flagColumn = z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1);

/** An enum of all members of a union of the model; a member that is missing or too many does not compile. */
export const memberOf = <Member extends string>(members: Readonly<Record<Member, true>>) =>
  z.enum(Object.keys(members) as [Member, ...Member[]]);

export const textOrNull = z.string().nullable();
export const numberOrNull = z.number().nullable();

/**
 * Rows of the file back as types of the model. A row that does not fit (a damaged file, a hand that edited it) is left
 * out and named in the log, because one bad row must not keep the app from starting. Values stay out of the log.
 */
export class RowReader {
  readonly #log: Log;
  readonly #checksums: Checksums | null;
  #damaged = 0;

  /** Without `checksums` none are looked at: a newer app may compute them in another way (ST3). */
  constructor(log: Log, checksums: Checksums | null) {
    this.#log = log;
    this.#checksums = checksums;
  }

  /** How many rows were found damaged since this was last asked. */
  takeDamaged(): number {
    const damaged = this.#damaged;
    this.#damaged = 0;
    return damaged;
  }

  /** Rows that are not as they were written, or that an index gave for a place where they do not belong. */
  noteDamaged(table: TableName, damaged: number): void {
    if (damaged === 0) return;
    this.#damaged += damaged;
    this.#log.warn('storage.rowsDamaged', { table, damaged });
  }

  readAll<Out>(table: TableName, schema: z.ZodType<Out>, rows: readonly unknown[]): readonly Out[] {
    const intact = this.#intact(table, rows);
    const good: Out[] = [];
    let first: z.ZodError | null = null;
    for (const row of intact) {
      const parsed = schema.safeParse(row);
      if (parsed.success) good.push(parsed.data);
      else first ??= parsed.error;
    }
    if (first !== null) {
      this.#log.warn('storage.rowsSkipped', {
        table,
        skipped: intact.length - good.length,
        column: first.issues[0]?.path.join('.') ?? '',
        why: first.issues[0]?.code ?? '',
      });
    }
    return good;
  }

  /** The row, or null where there is none or none that fits. */
  readOne<Out>(table: TableName, schema: z.ZodType<Out>, row: unknown): Out | null {
    return row === undefined ? null : (this.readAll(table, schema, [row])[0] ?? null);
  }

  #intact(table: TableName, rows: readonly unknown[]): readonly unknown[] {
    const checksums = this.#checksums;
    if (checksums === null) return rows;
    // What SQLite answers is an object of cells.
    const intact = rows.filter((row) => checksums.fits(table, row as Row));
    this.noteDamaged(table, rows.length - intact.length);
    return intact;
  }
}
