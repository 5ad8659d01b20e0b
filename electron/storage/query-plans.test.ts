import type Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { CONVERSATION_SQL } from './repositories/conversation.ts';
import { GATEWAY_FRAME_ID_SQL } from './repositories/gateway-frame-id.ts';
import { MESSAGE_SQL } from './repositories/message.ts';
import { OUTAGE_SQL } from './repositories/outage.ts';
import { OUTBOX_SQL } from './repositories/outbox.ts';
import { QUARANTINE_SQL } from './repositories/quarantine.ts';
import { SETTINGS_SQL } from './repositories/settings.ts';
import { SHOP_SQL } from './repositories/shop.ts';
import { STAFF_SQL } from './repositories/staff.ts';

let db: Database.Database;
beforeAll(() => {
  db = openDatabase(':memory:');
});
afterAll(() => {
  db.close();
});

const planOf = (sql: string): readonly string[] => {
  const parameters = Array.from({ length: sql.split('?').length - 1 }, () => 1);
  const statement = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
  return statement.all(...parameters).map((row) => row.detail);
};
