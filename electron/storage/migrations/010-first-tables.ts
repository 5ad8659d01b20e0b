import type { Migration } from './migration.ts';

/**
 * The first tables. Ids are TEXT, tables are STRICT (ST2), times are whole milliseconds.
 * Foreign keys are checked at the end of a transaction, so the order of rows in a commit does not matter.
 */
export const firstTables: Migration = {
  version: 10,
  sql: `
CREATE TABLE shop (
  shop_id TEXT NOT NULL PRIMARY KEY,
  platform TEXT,
  name TEXT,
  alias TEXT,
  color TEXT NOT NULL,
  position INTEGER NOT NULL,
  state_kind TEXT NOT NULL,
  state_since INTEGER NOT NULL,
  state_detail TEXT,
  state_link TEXT,
  capabilities TEXT NOT NULL,
  adapter_version TEXT,
  text_limit INTEGER NOT NULL,
  default_mode TEXT NOT NULL,
  last_heard_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  shop_id TEXT NOT NULL REFERENCES shop ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  buyer_pin TEXT NOT NULL,
  buyer_name TEXT,
  avatar_url TEXT,
  mode TEXT NOT NULL,
  waiting_since INTEGER,
  answered_order_at INTEGER,
  answered_arrival INTEGER,
  unread INTEGER NOT NULL,
  last TEXT,
  pinned TEXT,
  transfer_question TEXT,
  draft TEXT NOT NULL,
  starred INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  last_order_at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, buyer_pin)
) STRICT;

CREATE TABLE suggestion (
  shop_id TEXT NOT NULL,
  buyer_pin TEXT NOT NULL,
  place INTEGER NOT NULL,
  suggestion_id TEXT NOT NULL,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (shop_id, buyer_pin, place),
  FOREIGN KEY (shop_id, buyer_pin) REFERENCES conversation
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- The arrival number is the rowid: new messages append, and the highest number is one step away.
CREATE TABLE message (
  arrival INTEGER NOT NULL PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  shop_id TEXT NOT NULL REFERENCES shop ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  buyer_pin TEXT NOT NULL,
  origin TEXT NOT NULL,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  card TEXT,
  notice TEXT,
  order_at INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  platform_message_id TEXT,
  send_state TEXT,
  send_reason TEXT,
  send_changed_at INTEGER
) STRICT;
-- The origin stands at the end so that the first buyer message after a place is found in the index alone.
CREATE INDEX message_timeline ON message (shop_id, buyer_pin, order_at, arrival, origin);
CREATE UNIQUE INDEX message_platform_id ON message (shop_id, platform_message_id)
  WHERE platform_message_id IS NOT NULL;
CREATE INDEX message_open_send ON message (arrival)
  WHERE send_state IN ('queued', 'sending', 'unconfirmed');

CREATE TABLE staff_list (
  shop_id TEXT NOT NULL PRIMARY KEY
    REFERENCES shop ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  shop_id TEXT NOT NULL
    REFERENCES staff_list ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,
  staff_id TEXT NOT NULL,
  name TEXT NOT NULL,
  status INTEGER NOT NULL,
  department TEXT NOT NULL,
  online INTEGER NOT NULL,
  PRIMARY KEY (shop_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  value TEXT NOT NULL
) STRICT;

CREATE TABLE outage (
  from_at INTEGER NOT NULL PRIMARY KEY,
  to_at INTEGER
) STRICT;

-- AUTOINCREMENT: the gateway client remembers numbers, so none may be given twice, even after rows are gone.
CREATE TABLE outbox (
  outbox_seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  shop_id TEXT NOT NULL REFERENCES shop ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  frame TEXT NOT NULL
) STRICT;

CREATE TABLE gateway_frame_id (
  shop_id TEXT NOT NULL REFERENCES shop ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  frame_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop_id, frame_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
  quarantine_seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  preview TEXT NOT NULL
) STRICT;
`,
};
