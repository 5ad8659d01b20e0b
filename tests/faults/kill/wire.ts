import type {
  SendOutcome,
  SendRequest,
  TransferOutcome,
} from '../../../electron/core/ports/connectors.ts';
import type { PlatformMessage } from '../../../electron/core/ports/facts.ts';
import type { ConversationRef, MessageId, ShopId, StaffId } from '#shared/model/ids.ts';
import type { Staff } from '#shared/model/shop.ts';

/** What the far end of the platform's page is asked; each has one answer. */
export type PlatformAsk =
  | { readonly ask: 'connect'; readonly shopId: ShopId }
  | { readonly ask: 'identity'; readonly shopId: ShopId }
  | { readonly ask: 'send'; readonly shopId: ShopId; readonly request: SendRequest }
  | { readonly ask: 'staff'; readonly shopId: ShopId }
  | {
      readonly ask: 'transfer';
      readonly shopId: ShopId;
      readonly operationId: MessageId;
      readonly staffId: StaffId;
    };
export type PlatformAnswer =
  | null
  | { readonly outcome: SendOutcome }
  | { readonly staff: readonly Staff[] }
  | { readonly transfer: TransferOutcome };

/** To one life of the app, over its IPC channel. */
export type ToApp =
  | { readonly say: 'open'; readonly file: string; readonly gateway: string }
  | { readonly say: 'answer'; readonly call: number; readonly value: PlatformAnswer }
  /** What a page event or a list poll brings; counted as taken when `taken` comes back. */
  | {
      readonly say: 'messages';
      readonly shopId: ShopId;
      readonly messages: readonly PlatformMessage[];
    }
  /** The agent replies. */
  | {
      readonly say: 'reply';
      readonly ref: ConversationRef;
      readonly messageId: MessageId;
      readonly content: string;
    }
  | { readonly say: 'mode'; readonly ref: ConversationRef; readonly manual: boolean }
  | { readonly say: 'adopt'; readonly ref: ConversationRef }
  | { readonly say: 'transfer'; readonly ref: ConversationRef; readonly staffId: StaffId }
  | { readonly say: 'look' }
  | { readonly say: 'stop' };

/** From one life of the app. */
export type FromApp =
  /** The code is loaded, nothing is open. */
  | { readonly tell: 'warm' }
  | { readonly tell: 'opened'; readonly isRepaired: boolean }
  | { readonly tell: 'ask'; readonly call: number; readonly what: PlatformAsk }
  /** Durable by the core's word: these messages, this frame of the gateway, this reply. */
  | { readonly tell: 'taken'; readonly shopId: ShopId; readonly ids: readonly string[] }
  | {
      readonly tell: 'kept';
      readonly content: string;
      readonly frameId: string | null;
      readonly isReply: boolean;
    }
  | { readonly tell: 'queued'; readonly content: string }
  /** A fault of ours: what was to be decided is lost. */
  | { readonly tell: 'stepFailed'; readonly why: string }
  | {
      readonly tell: 'looked';
      readonly pendingFrames: number;
      /** Sends that are still queued or on their way. */
      readonly moving: number;
    };
