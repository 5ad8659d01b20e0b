import type { Migration } from './migration.ts';

/**
 * Search (PF3): derived from messages and conversations, so none of it carries a checksum or is salvaged. The two
 * full-text tables hold pieces of texts and no texts (search/grams.ts); their rowids are arrival numbers and `buyer_no`.
 * Arrivals in `[from_arrival, to_arrival]` are in the index, but for those in `search_stale`, which changed since: what is
 * above is read through, what is below is yet to be indexed. FTS5 merges its parts in our small steps alone (automerge 0).
 */
export const search: Migration = {
  version: 130,
  sql: `
CREATE VIRTUAL TABLE message_search USING fts5(
  pieces, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '#'"
);
INSERT INTO message_search (message_search, rank) VALUES ('automerge', 0);
CREATE TABLE search_stale (arrival INTEGER NOT NULL PRIMARY KEY) STRICT;
CREATE TRIGGER message_leaves_search AFTER DELETE ON message BEGIN
  DELETE FROM message_search WHERE rowid = old.arrival;
  DELETE FROM search_stale WHERE arrival = old.arrival;
END;

CREATE TABLE search_state (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  from_arrival INTEGER NOT NULL,
  to_arrival INTEGER NOT NULL
) STRICT;
INSERT INTO search_state
SELECT 1, coalesce(max(arrival), 0) + 1, coalesce(max(arrival), 0) FROM message;

CREATE TABLE search_buyer (
  buyer_no INTEGER NOT NULL PRIMARY KEY,
  shop_id TEXT NOT NULL,
  buyer_pin TEXT NOT NULL,
  name TEXT,
  pinyin TEXT,
  is_indexed INTEGER NOT NULL,
  UNIQUE (shop_id, buyer_pin),
  FOREIGN KEY (shop_id, buyer_pin) REFERENCES conversation
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX search_buyer_pending ON search_buyer (buyer_no) WHERE is_indexed = 0;
INSERT INTO search_buyer (shop_id, buyer_pin, name, is_indexed)
SELECT shop_id, buyer_pin, buyer_name, 0 FROM conversation ORDER BY last_order_at;

CREATE VIRTUAL TABLE buyer_search USING fts5(
  pieces, content='', contentless_delete=1, detail=none, tokenize="ascii"
);
INSERT INTO buyer_search (buyer_search, rank) VALUES ('automerge', 0);
CREATE TRIGGER buyer_leaves_search AFTER DELETE ON search_buyer BEGIN
  DELETE FROM buyer_search WHERE rowid = old.buyer_no;
END;
`,
};
