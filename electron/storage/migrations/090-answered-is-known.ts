import type { Migration } from './migration.ts';

/**
 * A buyer is answered up to what had arrived, not up to a date that others set (CV7). The date stays for replies that were
 * written elsewhere. A row of the older app has both: its date may lie in the future, where it would answer what comes.
 * The index finds the buyer messages that came after an arrival number without reading those before.
 */
export const answeredIsKnown: Migration = {
  version: 90,
  sql: `
ALTER TABLE conversation RENAME COLUMN answered_order_at TO answered_elsewhere_at;

UPDATE conversation SET answered_elsewhere_at = MIN(answered_elsewhere_at, unixepoch() * 1000)
WHERE answered_elsewhere_at IS NOT NULL;

UPDATE conversation SET checksum = row_checksum('conversation', shop_id, buyer_pin, buyer_name, avatar_url, mode,
  waiting_since, answered_elsewhere_at, answered_arrival, unread, last, pinned, transfer_question, draft, starred, closed,
  first_seen_at, last_order_at)
WHERE answered_elsewhere_at IS NOT NULL;

CREATE INDEX message_of_buyer ON message (shop_id, buyer_pin, arrival) WHERE origin = 'buyer';
`,
};
