import type { QuarantineEntry } from '#shared/ipc/contract.ts';
import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { GatewayEndReason, GatewayStatus, Outage } from '#shared/model/gateway-status.ts';
import type { BuyerPin, PlatformMessageId, ShopId } from '#shared/model/ids.ts';
import type { CardDetail, MessageType } from '#shared/model/message.ts';
import type { Capability } from '#shared/model/platform.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { BusinessFrame, InboundBusinessFrame } from '#shared/protocol/frames.ts';

/** A message as an adapter's codec understood it. */
export type PlatformMessage = {
  readonly platformMessageId: PlatformMessageId;
  readonly buyerPin: BuyerPin;
  readonly buyerName: string | null;
  readonly avatarUrl: string | null;
  /** `self` is our side: the echo of a send of ours, or sent elsewhere. The core alone tells the two apart. */
  readonly from: 'buyer' | 'self' | 'system';
  readonly type: MessageType | 'unknown';
  readonly content: string;
  readonly card: CardDetail | null;
  /** The platform's time in ms, null where it gave none. */
  readonly sentAt: number | null;
};

/** Everything the world tells the core. */
export type Fact =
  | { readonly kind: 'gateway.frame'; readonly frame: InboundBusinessFrame }
  | { readonly kind: 'gateway.quarantined'; readonly entry: QuarantineEntry }
  /** Without what the core counts itself. */
  | {
      readonly kind: 'gateway.status';
      readonly status: Omit<
        GatewayStatus,
        'pendingFrames' | 'quarantinedFrames' | 'setAsideFrames' | 'outages'
      >;
    }
  /** What the gateway's server says of the time, while it opens the line: evidence about our own clock. */
  | { readonly kind: 'gateway.serverTime'; readonly at: number }
  /** The pong of a ping behind this row arrived (GW9). */
  | { readonly kind: 'gateway.acknowledged'; readonly outboxSeq: number; readonly frames: number }
  /** The line ended behind this row once more, when it was sent alone (GW9). */
  | {
      readonly kind: 'gateway.frameStuck';
      readonly outboxSeq: number;
      readonly frame: BusinessFrame;
      readonly reason: GatewayEndReason;
    }
  | { readonly kind: 'gateway.outage'; readonly outage: Outage }
  | {
      readonly kind: 'platform.event';
      readonly shopId: ShopId;
      readonly event: ShopEvent;
      /** Epoch ms. */
      readonly at: number;
    }
  | {
      readonly kind: 'platform.identity';
      readonly shopId: ShopId;
      readonly name: string;
      readonly capabilities: readonly Capability[];
      readonly adapterVersion: string;
      readonly textLimit: number;
    }
  | {
      readonly kind: 'platform.messages';
      readonly shopId: ShopId;
      readonly messages: readonly PlatformMessage[];
    }
  | { readonly kind: 'platform.staff'; readonly shopId: ShopId; readonly staff: readonly Staff[] }
  | { readonly kind: 'platform.heard'; readonly shopId: ShopId; readonly at: number }
  /** What of the push behind the shop's session could not be set (PL3); count 0 when it was set whole. */
  | { readonly kind: 'platform.cookieNote'; readonly shopId: ShopId; readonly note: CookieNote }
  | {
      readonly kind: 'platform.pageShown';
      readonly shopId: ShopId;
      readonly place: PagePlace | null;
    };

/** Where facts go. Resolves when they are durable; a frame or a drained page event counts as taken only then. */
export interface FactSink {
  accept(fact: Fact): Promise<void>;
}
