import type { Connection } from '../database.ts';
import type { RowReader } from '../row-reader.ts';
import type { Checksums } from '../tables.ts';
import { ConversationRepository } from './conversation.ts';
import { GatewayFrameIdRepository } from './gateway-frame-id.ts';
import { MessageRepository } from './message.ts';
import { OutageRepository } from './outage.ts';
import { OutboxRepository } from './outbox.ts';
import { QuarantineRepository } from './quarantine.ts';
import { SetAsideRepository } from './set-aside.ts';
import { SettingsRepository } from './settings.ts';
import { ShopNoticeRepository } from './shop-notice.ts';
import { ShopRepository } from './shop.ts';
import { StaffRepository } from './staff.ts';

/** What a repository is made of. */
export type RepositoryParts = {
  readonly db: Connection;
  readonly rows: RowReader;
  readonly checksums: Checksums;
};

/** One repository for each table, with its statements prepared. */
export type Repositories = ReturnType<typeof openRepositories>;

export const openRepositories = (parts: RepositoryParts) => ({
  shops: new ShopRepository(parts),
  conversations: new ConversationRepository(parts),
  messages: new MessageRepository(parts),
  notices: new ShopNoticeRepository(parts),
  staff: new StaffRepository(parts),
  settings: new SettingsRepository(parts),
  outages: new OutageRepository(parts),
  outbox: new OutboxRepository(parts),
  setAside: new SetAsideRepository(parts),
  gatewayFrameIds: new GatewayFrameIdRepository(parts),
  quarantine: new QuarantineRepository(parts),
});
