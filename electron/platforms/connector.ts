import type {
  KeepAddress,
  SendOutcome,
  SendRequest,
  TransferOutcome,
} from '../core/ports/connectors.ts';
import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { BuyerPin, MessageId, ShopId, StaffId } from '#shared/model/ids.ts';
import type { Capability, Platform } from '#shared/model/platform.ts';
import type { Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { ShopState, Staff } from '#shared/model/shop.ts';

/** What a connector tells while it lives, beside the messages (`traffic/message-intake.ts`). Every listener may return a promise; events are handed over one at a time. */
export type ConnectorEvents = {
  /** What happened to the shop, at epoch ms; only what changes its state (PL12). */
  happened(event: ShopEvent, at: number): Promise<void>;
  identity(identity: {
    readonly name: string;
    readonly capabilities: readonly Capability[];
    readonly adapterVersion: string;
    readonly textLimit: number;
  }): Promise<void>;
  staff(staff: readonly Staff[]): Promise<void>;
  heard(at: number): void;
  /** What of the push behind the session could not be set (PL3). */
  cookieNote(note: CookieNote): void;
  /** Where the shop's page is open before a person's eyes, null when it is not. */
  pageShown(place: PagePlace | null): void;
};

/**
 * Our side of one shop on its platform. Only in state `online` does it send.
 * `send` and `transfer` never reject: what nobody can know is an outcome of its own.
 */
export interface Connector {
  readonly shopId: ShopId;
  readonly platform: Platform;
  state(): ShopState;
  capabilities(): readonly Capability[];
  /** Takes a pushed cookie, or (null) goes on with the session that this shop still has. */
  connect(cookies: Secret | null): void;
  /** Identity and expected shapes, now; resolves to the state that follows. */
  probe(): Promise<ShopState>;
  send(
    request: SendRequest,
    mayWrite: () => boolean,
    keepAddress: KeepAddress,
  ): Promise<SendOutcome>;
  listStaff(): Promise<Result<readonly Staff[]>>;
  transfer(request: {
    readonly operationId: MessageId;
    readonly buyerPin: BuyerPin;
    readonly staffId: StaffId;
    readonly reason: string;
  }): Promise<TransferOutcome>;
  /** As `Connectors.challenge`: answers the host of a link that may not be visited. */
  challenge(link: string, text: string): string | null;
  showPage(link: string | null): Promise<Result<null>>;
  /** Never rejects. */
  hidePage(): Promise<void>;
  /** 重试 and 重新接管. */
  retry(): Result<null>;
  disconnect(): Promise<void>;
}
