import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { Outage } from '#shared/model/gateway-status.ts';
import type { Message } from '#shared/model/message.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';
import type { LookupAnswer, OutboxRow, SetAsideFrame } from '../../core/ports/store.ts';

/** A key of several parts. */
export const joined = (...parts: readonly string[]): string => parts.join('\u001f');
export const isOpenSend = ({ send }: Message): boolean =>
  send?.state === 'queued' || send?.state === 'sending' || send?.state === 'unconfirmed';

/** What outlives a MemoryStore, as the file outlives the real store: hand it to a second one to "restart". */
export class MemoryTables {
  readonly shops = new Map<string, Shop>();
  readonly conversations = new Map<string, Conversation>();
  readonly messages = new Map<string, Message>();
  readonly byPlatformId = new Map<string, string>();
  readonly byArrival = new Map<number, string>();
  readonly timelines = new Map<string, Map<string, Message>>();
  readonly staffLists = new Map<string, StaffList>();
  readonly notices = new Map<string, ShopNotice>();
  readonly outages = new Map<number, Outage>();
  readonly outbox = new Map<number, OutboxRow['frame']>();
  readonly setAside = new Map<string, SetAsideFrame>();
  readonly gatewayFrames = new Map<
    string,
    LookupAnswer['gatewayFrames'][number] & { readonly at: number }
  >();
  readonly phrases = new Map<string, Phrase>();
  quarantine: readonly QuarantineEntry[] = [];
  settings: Settings | null = null;
  /** Never given twice, not even after rows are gone. */
  lastOutboxSeq = 0;
}
