import type { Migration } from './migration.ts';

/**
 * Each row carries a checksum (tables.ts), and those that are there get theirs. `row_checksum(table, cell …)` is an SQL
 * function of the connection that migrates. NULL fits nothing: a row that another program inserts is not one of ours.
 */
export const rowChecksums: Migration = {
  version: 20,
  sql: `
ALTER TABLE shop ADD COLUMN checksum INTEGER;
ALTER TABLE conversation ADD COLUMN checksum INTEGER;
ALTER TABLE suggestion ADD COLUMN checksum INTEGER;
ALTER TABLE message ADD COLUMN checksum INTEGER;
ALTER TABLE staff_list ADD COLUMN checksum INTEGER;
ALTER TABLE staff ADD COLUMN checksum INTEGER;
ALTER TABLE settings ADD COLUMN checksum INTEGER;
ALTER TABLE outage ADD COLUMN checksum INTEGER;
ALTER TABLE outbox ADD COLUMN checksum INTEGER;
ALTER TABLE gateway_frame_id ADD COLUMN checksum INTEGER;
ALTER TABLE quarantine ADD COLUMN checksum INTEGER;

UPDATE shop SET checksum = row_checksum('shop', shop_id, platform, name, alias, color, position, state_kind, state_since,
  state_detail, state_link, capabilities, adapter_version, text_limit, default_mode, last_heard_at);
UPDATE conversation SET checksum = row_checksum('conversation', shop_id, buyer_pin, buyer_name, avatar_url, mode,
  waiting_since, answered_order_at, answered_arrival, unread, last, pinned, transfer_question, draft, starred, closed,
  first_seen_at, last_order_at);
UPDATE suggestion SET checksum = row_checksum('suggestion', shop_id, buyer_pin, place, suggestion_id, type, content,
  received_at, why);
UPDATE message SET checksum = row_checksum('message', arrival, message_id, shop_id, buyer_pin, origin, type, content, card,
  notice, order_at, sent_at, platform_message_id, send_state, send_reason, send_changed_at);
UPDATE staff_list SET checksum = row_checksum('staff_list', shop_id, updated_at);
UPDATE staff SET checksum = row_checksum('staff', shop_id, place, staff_id, name, status, department, online);
UPDATE settings SET checksum = row_checksum('settings', one, value);
UPDATE outage SET checksum = row_checksum('outage', from_at, to_at);
UPDATE outbox SET checksum = row_checksum('outbox', outbox_seq, shop_id, frame);
UPDATE gateway_frame_id SET checksum = row_checksum('gateway_frame_id', shop_id, frame_id, at);
UPDATE quarantine SET checksum = row_checksum('quarantine', quarantine_seq, at, reason, bytes, preview);
`,
};
