/**
 * `put` as SQL: insert, or replace all other columns of the row with that key. Parameters are named as the columns.
 * Not INSERT OR REPLACE, which deletes the old row: that would cascade through foreign keys, and would silently
 * delete another row that breaks a unique index instead of refusing.
 */
export const upsert = (
  table: string,
  key: readonly string[],
  others: readonly string[],
): string => {
  const columns = [...key, ...others];
  const values = columns.map((column) => `@${column}`);
  const changes = others.map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})
    ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changes.join(', ')}`;
};
