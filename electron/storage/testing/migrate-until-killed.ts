import { argv, stdout } from 'node:process';
import Database from 'better-sqlite3';
import { migrate } from '../database.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';

/** Stands still in the middle of a migration, after it has changed the schema, and says so. */
const db = new Database(argv[2]);
db.pragma('journal_mode = WAL');
db.function('stand_still', () => {
  stdout.write('middle\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
const HALF = {
  version: 9990,
  sql: `CREATE TABLE half (x TEXT) STRICT;
    DELETE FROM shop;
    SELECT stand_still();`,
};
/** In the middle of the migration of that number, or of one that is added behind the last. */
const middle = Number(argv[3] ?? HALF.version);
/** Before the last statement: all others have been done by then. */
const standStill = (sql: string): string => {
  const last = [...sql.matchAll(/^(?:CREATE|UPDATE|INSERT|ALTER|DROP)\b/gmu)].at(-1)?.index ?? 0;
  return `${sql.slice(0, last)}SELECT stand_still();\n${sql.slice(last)}`;
};
const standing = MIGRATIONS.map(({ version, sql }) =>
  version === middle ? { version, sql: standStill(sql) } : { version, sql },
);
migrate(db, [...standing, HALF]);
