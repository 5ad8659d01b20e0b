import type { IdSource } from '../ports/clock.ts';
import type {
  KeepAddress,
  Connectors,
  SendOutcome,
  SendRequest,
  TransferOutcome,
} from '../ports/connectors.ts';
import type { GatewayLink } from '../ports/gateway-link.ts';
import type { Publisher } from '../ports/publisher.ts';
import {
  asMessageId,
  asNoticeId,
  asPlatformMessageId,
  asSuggestionId,
  type ShopId,
} from '#shared/model/ids.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { Platform } from '#shared/model/platform.ts';
import type { Delta } from '#shared/sync/delta.ts';

/** Ids that tell in which order they were made. `life` keeps two lives apart. */
export const countingIds = (life: string): IdSource => {
  let count = 0;
  const next = (kind: string): string => `${kind}-${life}-${(count += 1)}`;
  return {
    messageId: () => asMessageId(next('m')),
    suggestionId: () => asSuggestionId(next('s')),
    noticeId: () => asNoticeId(next('n')),
    epoch: () => life,
  };
};

export class RecordingPublisher implements Publisher {
  readonly deltas: Delta[] = [];

  publish(delta: Delta): void {
    this.deltas.push(delta);
  }
}

export class ScriptedGateway implements GatewayLink {
  grew = 0;
  networkChanges = 0;

  configure(): Promise<Result<null>> {
    return Promise.resolve(ok(null));
  }

  forget(): Promise<void> {
    return Promise.resolve();
  }

  reconnectNow(): Result<null> {
    return ok(null);
  }

  networkChanged(): void {
    this.networkChanges += 1;
  }

  outboxGrew(): void {
    this.grew += 1;
  }
}

export type SeenSend = SendRequest & {
  readonly shopId: ShopId;
  readonly mayWrite: () => boolean;
  readonly keepAddress: KeepAddress;
  readonly answer: (outcome: SendOutcome) => void;
};

/** Connectors that remember what they were asked. By default every send is written and proven at once. */
export class ScriptedConnectors implements Connectors {
  readonly connects: {
    readonly shopId: ShopId;
    readonly platform: Platform;
    readonly cookies: Secret | null;
  }[] = [];
  readonly sends: SeenSend[] = [];
  readonly transfers: Parameters<Connectors['transfer']>[] = [];
  readonly challenges: { readonly shopId: ShopId; readonly link: string | null }[] = [];
  /** What `showPage` answers, and the links that it was asked for. */
  shown: Result<null> = ok(null);
  readonly shownLinks: (string | null)[] = [];
  /** The host that `challenge` refuses. */
  refusedHost: string | null = null;
  readonly forgotten: ShopId[] = [];
  canForget = true;
  /** True: sends wait for `answer`. */
  isHolding = false;
  staff: Result<readonly Staff[]> = refuse('shop.notOnline');
  staffAsked = 0;
  /** Keeps the platform's ids of two lives apart. */
  life = '0';
  transferOutcome: TransferOutcome = { kind: 'transferred' };
  #count = 0;

  connect(shopId: ShopId, platform: Platform, cookies: Secret | null): void {
    this.connects.push({ shopId, platform, cookies });
  }

  send(
    shopId: ShopId,
    request: SendRequest,
    mayWrite: () => boolean,
    keepAddress: KeepAddress,
  ): Promise<SendOutcome> {
    return new Promise((resolve) => {
      this.sends.push({ ...request, shopId, mayWrite, keepAddress, answer: resolve });
      if (this.isHolding) return;
      resolve(mayWrite() ? this.sent() : { kind: 'notWritten', why: 'hold' });
    });
  }

  sent(sentAt: number | null = null): SendOutcome {
    this.#count += 1;
    const platformMessageId = asPlatformMessageId(`out-${this.life}-${this.#count}`);
    return { kind: 'sent', platformMessageId, sentAt };
  }

  listStaff(): Promise<Result<readonly Staff[]>> {
    this.staffAsked += 1;
    return Promise.resolve(this.staff);
  }

  transfer(...request: Parameters<Connectors['transfer']>): Promise<TransferOutcome> {
    this.transfers.push(request);
    return Promise.resolve(this.transferOutcome);
  }

  showPage(_shopId: ShopId, link: string | null): Promise<Result<null>> {
    this.shownLinks.push(link);
    return Promise.resolve(this.shown);
  }

  async hidePage(): Promise<void> {}

  challenge(shopId: ShopId, link: string): string | null {
    this.challenges.push({ shopId, link });
    return this.refusedHost;
  }

  forget(shopId: ShopId): Promise<void> {
    this.forgotten.push(shopId);
    return this.canForget ? Promise.resolve() : Promise.reject(new Error('the disk says no'));
  }

  retry(): Result<null> {
    return ok(null);
  }
}
