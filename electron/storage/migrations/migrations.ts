import { firstTables } from './010-first-tables.ts';
import type { Migration } from './migration.ts';

/** All of them, ascending. */
export const MIGRATIONS: readonly Migration[] = [firstTables];
