import type { Connection } from '../database.ts';
import type { RowReader } from '../row-reader.ts';
import { ConversationRepository } from './conversation.ts';
import { GatewayFrameIdRepository } from './gateway-frame-id.ts';
import { MessageRepository } from './message.ts';
import { OutageRepository } from './outage.ts';
import { OutboxRepository } from './outbox.ts';
import { QuarantineRepository } from './quarantine.ts';
import { SettingsRepository } from './settings.ts';
import { ShopRepository } from './shop.ts';
import { StaffRepository } from './staff.ts';

/** One repository for each table, with its statements prepared. */
export type Repositories = ReturnType<typeof openRepositories>;

export const openRepositories = (db: Connection, rows: RowReader) => ({
  shops: new ShopRepository(db, rows),
  conversations: new ConversationRepository(db, rows),
  messages: new MessageRepository(db, rows),
  staff: new StaffRepository(db, rows),
  settings: new SettingsRepository(db, rows),
  outages: new OutageRepository(db, rows),
  outbox: new OutboxRepository(db, rows),
  gatewayFrameIds: new GatewayFrameIdRepository(db),
  quarantine: new QuarantineRepository(db, rows),
});
