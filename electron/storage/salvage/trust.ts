import { ROW_SCHEMAS } from '../repositories/row-schemas.ts';
import type { Checksums } from '../tables.ts';
import type { Trust } from './find-rows.ts';

/** A row of a file with checksums, wherever it stands. */
export const trustChecksums =
  (checksums: Checksums): Trust =>
  (table, row) =>
    checksums.fits(table, row);

/** A row of a file of the first version: all that can be asked is whether it makes sense in its place. */
export const trustSense: Trust = (table, row) => ROW_SCHEMAS[table].safeParse(row).success;
