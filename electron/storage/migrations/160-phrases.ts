import type { Migration } from './migration.ts';

/**
 * Quick phrases. The shop of a phrase stands in `scope` and is no reference: a phrase stays when its shop is deleted, because it
 * is the agent's own work.
 */
export const phrases: Migration = {
  version: 160,
  sql: `
CREATE TABLE phrase (
  phrase_id TEXT NOT NULL PRIMARY KEY,
  scope TEXT NOT NULL,
  group_name TEXT NOT NULL,
  code TEXT NOT NULL,
  parts TEXT NOT NULL,
  place INTEGER,
  used_count INTEGER NOT NULL,
  used_at INTEGER,
  checksum INTEGER
) STRICT;
`,
};
