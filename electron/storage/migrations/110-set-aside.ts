import type { Migration } from './migration.ts';

/**
 * Frames that were taken out of the outbox because the line ended behind them again and again (GW9). Shop and message id
 * are the key, so that one frame is set aside once, however often it is sent again.
 */
export const setAside: Migration = {
  version: 110,
  sql: `
CREATE TABLE set_aside (
  shop_id TEXT NOT NULL REFERENCES shop ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  message_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  frame TEXT NOT NULL,
  checksum INTEGER,
  PRIMARY KEY (shop_id, message_id)
) STRICT, WITHOUT ROWID;
`,
};
