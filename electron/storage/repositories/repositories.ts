import { ConversationRepository } from './conversation.ts';
import { GatewayFrameIdRepository } from './gateway-frame-id.ts';
import { MessageRepository } from './message.ts';
import { OutageRepository } from './outage.ts';
import { OutboxRepository } from './outbox.ts';
import { PhraseRepository } from './phrase.ts';
import { QuarantineRepository } from './quarantine.ts';
import type { RepositoryParts } from './repository.ts';
import { SearchRepository } from './search.ts';
import { SetAsideRepository } from './set-aside.ts';
import { SettingsRepository } from './settings.ts';
import { ShopNoticeRepository } from './shop-notice.ts';
import { ShopRepository } from './shop.ts';
import { StaffRepository } from './staff.ts';

/** Under the names of what can be put (`Rows`). */
const CLASSES = {
  shop: ShopRepository,
  conversation: ConversationRepository,
  message: MessageRepository,
  notice: ShopNoticeRepository,
  staffList: StaffRepository,
  settings: SettingsRepository,
  outage: OutageRepository,
  outbox: OutboxRepository,
  setAside: SetAsideRepository,
  gatewayFrameId: GatewayFrameIdRepository,
  quarantine: QuarantineRepository,
  phrase: PhraseRepository,
  search: SearchRepository,
} as const;

/** One repository for each table, with its statements prepared. */
export type Repositories = {
  readonly [Name in keyof typeof CLASSES]: InstanceType<(typeof CLASSES)[Name]>;
};
export type RepositoryName = keyof Repositories;

const OPENERS: {
  readonly [Name in RepositoryName]: new (parts: RepositoryParts) => Repositories[Name];
} = CLASSES;

/** Throws where the file has no such table, or another one of that name. */
export const openRepository = <Name extends RepositoryName>(
  name: Name,
  parts: RepositoryParts,
): Repositories[Name] => new OPENERS[name](parts);

export const openRepositories = (parts: RepositoryParts): Repositories =>
  // Each name has its own class; the compiler cannot follow the table.
  Object.fromEntries(
    Object.entries(CLASSES).map(([name, Class]) => [name, new Class(parts)]),
  ) as unknown as Repositories;
