import type { BuyerPin, MessageId, PlatformMessageId, ShopId, StaffId } from '#shared/model/ids.ts';
import type { MessageType } from '#shared/model/message.ts';
import type { Platform } from '#shared/model/platform.ts';
import type { ErrorKind, Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { Staff } from '#shared/model/shop.ts';

/** The files that the agent sends, by the content of their messages (`outgoing:…`). */
export interface OutgoingMedia {
  /** Null when the file is gone. */
  read(content: string): Promise<{
    readonly name: string;
    readonly mimeType: string;
    readonly base64: string;
  } | null>;
}

/** Content of one outgoing message. */
export type SendPart = { readonly type: MessageType; readonly content: string };

/** CV3: `sent` carries the platform's evidence; `unconfirmed` means nobody knows; `rejected` is the platform's no. */
export type SendOutcome =
  | {
      readonly kind: 'sent';
      readonly platformMessageId: PlatformMessageId;
      readonly sentAt: number | null;
    }
  | { readonly kind: 'unconfirmed'; readonly why: string }
  /** The platform refused it; `text` is its own. */
  | { readonly kind: 'rejected'; readonly code: string; readonly text: string }
  /** It cannot be sent from here: nothing was written, and trying again changes nothing. */
  | { readonly kind: 'impossible'; readonly error: ErrorKind }
  /** The shop was not online: nothing was written to the page, it may be tried again. */
  | { readonly kind: 'notWritten'; readonly why: string };

export type TransferOutcome =
  | { readonly kind: 'transferred' }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'unconfirmed'; readonly why: string };

/** Makes durable under which address the platform has an uploaded file; rejects when it could not. */
export type KeepAddress = (address: string) => Promise<void>;

export type SendRequest = {
  readonly buyerPin: BuyerPin;
  readonly part: SendPart;
};

export interface Connectors {
  /** A cookie was pushed, or (null) a known shop is taken up again with the session it still has (PL3). */
  connect(shopId: ShopId, platform: Platform, cookies: Secret | null): void;
  /**
   * Never rejects. `keepAddress` is done before an uploaded file is written to the buyer, so that its echo is known even after
   * a crash. `mayWrite` is asked once more right before the write (CV5). Where one says no, it ends as `notWritten`.
   */
  send(
    shopId: ShopId,
    request: SendRequest,
    mayWrite: () => boolean,
    keepAddress: KeepAddress,
  ): Promise<SendOutcome>;
  listStaff(shopId: ShopId): Promise<Result<readonly Staff[]>>;
  transfer(
    shopId: ShopId,
    request: {
      readonly operationId: MessageId;
      readonly buyerPin: BuyerPin;
      readonly staffId: StaffId;
      readonly reason: string;
    },
  ): Promise<TransferOutcome>;
  /** Shows the shop's page, or `link` in the shop's session where it is allowed (PL8). */
  showPage(shopId: ShopId, link: string | null): Promise<Result<null>>;
  /** Puts a shown page out of sight; the shop goes on with it. Never rejects. */
  hidePage(shopId: ShopId): Promise<void>;
  /**
   * The gateway says that the platform wants a person (spec 5.2): pause, and probe until it is over. Answers the host of a
   * link that the shop's session may not visit (PL8), null when it may, or when the shop has no session yet.
   */
  challenge(shopId: ShopId, link: string, text: string): string | null;
  retry(shopId: ShopId): Result<null>;
  /** PL13: ends the shop's connector and deletes its session. Rejects when the session could not be deleted. */
  forget(shopId: ShopId): Promise<void>;
}
