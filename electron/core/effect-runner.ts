import type { Alarm } from './alarm.ts';
import type { Effect } from './effects.ts';
import type { Connectors } from './ports/connectors.ts';
import type { GatewayLink } from './ports/gateway-link.ts';
import type { SendDispatcher } from './send-dispatcher.ts';
import type { TransferRunner } from './transfer-runner.ts';
import type { ConversationKey, MessageId, NoticeId } from '#shared/model/ids.ts';
import { assertNever } from '#shared/model/result.ts';

/** The world as an entry hands it in. */
export type Outbound = { readonly gateway: GatewayLink; readonly connectors: Connectors };

type EffectParts = {
  readonly outbound: Outbound | null;
  readonly sends: SendDispatcher;
  readonly transfers: TransferRunner;
  readonly takeOvers: Alarm<ConversationKey>;
  readonly waitingSends: Alarm<MessageId>;
  readonly typingHolds: Alarm<ConversationKey>;
  /** The link of this notice is on a host that the shop's session may not visit. */
  readonly refuseLink: (noticeId: NoticeId, host: string) => void;
  readonly recheckWaiting: (keys: readonly ConversationKey[]) => void;
};

const challenge = (
  { shopId, noticeId, link, text }: Extract<Effect, { kind: 'connectors.challenge' }>,
  { outbound, refuseLink }: Pick<EffectParts, 'outbound' | 'refuseLink'>,
): void => {
  const refusedHost = outbound?.connectors.challenge(shopId, link, text) ?? null;
  if (refusedHost !== null) refuseLink(noticeId, refusedHost);
};

/** Does to the world what durable changes ask for. */
export const runEffects = (effects: readonly Effect[], parts: EffectParts): void => {
  const { outbound, sends } = parts;
  const rechecks = new Set<ConversationKey>();
  for (const effect of effects) {
    switch (effect.kind) {
      case 'connectors.connect':
        outbound?.connectors.connect(effect.shopId, effect.platform, effect.cookies);
        break;
      case 'connectors.forget':
        outbound?.connectors.forget(effect.shopId).catch(() => undefined);
        break;
      case 'connectors.challenge':
        challenge(effect, parts);
        break;
      case 'connectors.send':
        sends.send(effect.message);
        break;
      case 'send.proven':
        sends.proven(effect.message);
        break;
      case 'gateway.outboxGrew':
        outbound?.gateway.outboxGrew();
        break;
      case 'lane.wake':
        sends.wake(effect.key);
        break;
      case 'lane.free':
        sends.free(effect.key, effect.retryLater);
        break;
      case 'shop.online':
        sends.wakeShop(effect.shopId);
        break;
      case 'transfer.follow':
        parts.transfers.follow(effect.ref, effect.staffName).catch(() => undefined);
        break;
      case 'clock.recheck':
        rechecks.add(effect.key);
        break;
      case 'takeover.look':
        parts.takeOvers.set(effect.key, effect.inMs);
        break;
      case 'send.look':
        parts.waitingSends.set(effect.messageId, effect.inMs);
        break;
      case 'typing.look':
        parts.typingHolds.set(effect.key, effect.inMs);
        break;
      default:
        assertNever(effect);
    }
  }
  if (rechecks.size > 0) parts.recheckWaiting([...rechecks]);
};
