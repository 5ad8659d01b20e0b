import type { Migration } from './migration.ts';

/**
 * Why a send is in its state was one text: a code of ours, a kind of error, or the platform's own words. It becomes a typed
 * reason (SendReason), as JSON. Only rows that have one are touched, so that a large history costs nothing.
 */
export const sendReasons: Migration = {
  version: 80,
  sql: `
UPDATE message SET send_reason = CASE
  WHEN send_reason IN ('auto', 'held') THEN json_object('code', send_reason)
  WHEN send_state = 'rejected' AND send_reason IN ('media.missing', 'media.refused', 'media.noUpload',
    'message.tooLong', 'platform.notSupported', 'platform.timeout') THEN
    json_object('code', 'impossible', 'error', send_reason)
  WHEN send_state = 'rejected' THEN
    json_object('code', 'refused', 'platformCode', '', 'words', send_reason)
  ELSE json_object('code', 'unclear', 'trace', send_reason)
END
WHERE send_reason IS NOT NULL;

UPDATE message SET checksum = row_checksum('message', arrival, message_id, shop_id, buyer_pin, origin, type, content, card,
  notice, order_at, sent_at, platform_message_id, send_state, send_reason, send_changed_at)
WHERE send_reason IS NOT NULL;
`,
};
