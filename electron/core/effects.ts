import type {
  ConversationKey,
  ConversationRef,
  MessageId,
  NoticeId,
  ShopId,
} from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import type { Platform } from '#shared/model/platform.ts';
import type { Secret } from '#shared/model/secret.ts';

/** What is done to the world once the change that asks for it is durable. */
export type Effect =
  | {
      readonly kind: 'connectors.connect';
      readonly shopId: ShopId;
      readonly platform: Platform;
      readonly cookies: Secret | null;
    }
  /** PL13: its connector and session end. */
  | { readonly kind: 'connectors.forget'; readonly shopId: ShopId }
  | {
      readonly kind: 'connectors.challenge';
      readonly shopId: ShopId;
      readonly noticeId: NoticeId;
      readonly link: string;
      readonly text: string;
    }
  /** The message stands at `sending`: hand it to the platform. */
  | { readonly kind: 'connectors.send'; readonly message: Message }
  /** Its echo came before the platform's answer: the lane need not wait for that. */
  | { readonly kind: 'send.proven'; readonly message: Message }
  | { readonly kind: 'gateway.outboxGrew' }
  /** A message was queued in this conversation. */
  | { readonly kind: 'lane.wake'; readonly key: ConversationKey }
  /** The send in flight of this conversation is at its end, or never began. */
  | {
      readonly kind: 'lane.free';
      readonly key: ConversationKey;
      readonly retryLater: boolean;
    }
  | { readonly kind: 'shop.online'; readonly shopId: ShopId }
  /** The gateway wants this buyer handed over (CV10). */
  | { readonly kind: 'transfer.follow'; readonly ref: ConversationRef; readonly staffName: string }
  /** Buyer messages may stand behind the reply that was just noted (CV7). */
  | { readonly kind: 'clock.recheck'; readonly key: ConversationKey }
  /** Look at this in so much elapsed time: a take-over's countdown, a waiting send, a hold for typing. */
  | { readonly kind: 'takeover.look'; readonly key: ConversationKey; readonly inMs: number }
  | { readonly kind: 'send.look'; readonly messageId: MessageId; readonly inMs: number }
  | { readonly kind: 'typing.look'; readonly key: ConversationKey; readonly inMs: number };
