import { argv, stdout } from 'node:process';
import Database from 'better-sqlite3';
import { migrate } from '../database.ts';
import { MIGRATIONS } from '../migrations/migrations.ts';

/** Stands still in the middle of a migration, after it has changed the schema and data, and says so. */
const db = new Database(argv[2]);
db.pragma('journal_mode = WAL');
db.function('stand_still', () => {
  stdout.write('middle\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
migrate(db, [
  ...MIGRATIONS,
  {
    version: 9990,
    sql: `CREATE TABLE half (x TEXT) STRICT;
      DELETE FROM shop;
      SELECT stand_still();`,
  },
]);
