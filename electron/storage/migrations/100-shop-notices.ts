import type { Migration } from './migration.ts';

/** Errors of the back office as entries of their own (GW13). The open ones are loaded at every start, so they have an index. */
export const shopNotices: Migration = {
  version: 100,
  sql: `
CREATE TABLE shop_notice (
  notice_id TEXT NOT NULL PRIMARY KEY,
  shop_id TEXT NOT NULL REFERENCES shop ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  buyer_pin TEXT,
  at INTEGER NOT NULL,
  words TEXT NOT NULL,
  link TEXT,
  link_problem TEXT,
  ended_how TEXT,
  ended_at INTEGER,
  checksum INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX shop_notice_history ON shop_notice (shop_id, at);
CREATE INDEX shop_notice_open ON shop_notice (at) WHERE ended_how IS NULL;
`,
};
