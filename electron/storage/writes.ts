import { TABLES, type TableName } from './tables.ts';

const columnsOf = (table: TableName): readonly string[] => [...TABLES[table].columns, 'checksum'];

/** A new row with its checksum. Parameters are named as the columns. */
export const insert = (table: TableName): string => {
  const columns = columnsOf(table);
  const values = columns.map((column) => `@${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`;
};

/**
 * `put` as SQL: insert, or replace all other columns of the row with that key, by default the table's own.
 * Not INSERT OR REPLACE, which deletes the old row: that would cascade through foreign keys, and would silently
 * delete another row that breaks a unique index instead of refusing.
 */
export const upsert = (table: TableName, key: readonly string[] = TABLES[table].key): string => {
  const others = columnsOf(table).filter((column) => !key.includes(column));
  const changes = others.map((column) => `${column} = excluded.${column}`);
  return `${insert(table)} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
};
