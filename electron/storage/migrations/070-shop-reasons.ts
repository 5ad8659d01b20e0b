import type { Migration } from './migration.ts';

/**
 * Why a shop is in its state was one text that readers took apart again. It becomes a typed reason and, apart from it, what
 * a platform or the back office said. What cannot be told apart was said by one of those two.
 */
export const shopReasons: Migration = {
  version: 70,
  sql: `
ALTER TABLE shop RENAME COLUMN state_detail TO state_because;

UPDATE shop SET state_because = CASE
  WHEN state_because IS NULL THEN
    '{"reason":null,"words":null}'
  WHEN state_because = 'noCookie' THEN
    '{"reason":{"code":"noCookie"},"words":null}'
  WHEN state_because IN ('cookie: empty', 'cookie: controlCharacter', 'cookie: noPair', 'cookie: badName',
    'cookie: tooLong', 'cookie: tooMany') THEN
    json_object('reason', json_object('code', 'cookie', 'problem', substr(state_because, 9)), 'words', NULL)
  WHEN state_because LIKE 'otherShop: %' THEN
    json_object('reason', json_object('code', 'otherShop', 'shopName', substr(state_because, 12), 'shopKey', ''), 'words', NULL)
  WHEN state_because LIKE 'twice: %' THEN
    json_object('reason', json_object('code', 'twice', 'shopName', substr(state_because, 8), 'staffName', ''), 'words', NULL)
  WHEN state_because LIKE 'missing: %' THEN
    json_object('reason', json_object('code', 'missing', 'shapes', substr(state_because, 10)), 'words', NULL)
  WHEN state_because LIKE 'no adapter for %' AND platform IS NOT NULL THEN
    json_object('reason', json_object('code', 'noAdapter', 'platform', platform), 'words', NULL)
  WHEN state_because LIKE 'platform_name: %' THEN
    json_object('reason', json_object('code', 'noPlatform', 'platformName', substr(state_because, 16)), 'words', NULL)
  -- A start makes these idle, so their reasons are not worth telling apart.
  WHEN state_kind IN ('idle', 'opening', 'identifying', 'online', 'degraded', 'offline') THEN
    '{"reason":null,"words":null}'
  ELSE
    json_object('reason', NULL, 'words', state_because)
END;

UPDATE shop SET checksum = row_checksum('shop', shop_id, platform, name, alias, color, position, state_kind, state_since,
  state_because, state_link, capabilities, adapter_version, text_limit, default_mode, last_heard_at);
`,
};
