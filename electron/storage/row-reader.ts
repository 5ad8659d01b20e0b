import * as z from 'zod';
import type { Log } from '../core/ports.ts';

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

  constructor(log: Log) {
    this.#log = log;
  }

  readAll<Row>(table: string, schema: z.ZodType<Row>, rows: readonly unknown[]): readonly Row[] {
    const good: Row[] = [];
    let first: z.ZodError | null = null;
    for (const row of rows) {
      const parsed = schema.safeParse(row);
      if (parsed.success) good.push(parsed.data);
      else first ??= parsed.error;
    }
    if (first !== null) {
      this.#log.warn('storage.rowsSkipped', {
        table,
        skipped: rows.length - good.length,
        column: first.issues[0]?.path.join('.') ?? '',
        why: first.issues[0]?.code ?? '',
      });
    }
    return good;
  }

  /** The row, or null where there is none or none that fits. */
  readOne<Row>(table: string, schema: z.ZodType<Row>, row: unknown): Row | null {
    return row === undefined ? null : (this.readAll(table, schema, [row])[0] ?? null);
  }
}
