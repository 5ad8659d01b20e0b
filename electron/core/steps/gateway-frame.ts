import { fingerprintOf } from '../fingerprint.ts';
import type { Step, Task } from '../step.ts';
import type { WorkingState } from '../working-state.ts';
import { takeBackofficeReply } from './backoffice-reply.ts';
import { shopFor } from './new-rows.ts';
import { takeShopEvent } from './shop-facts.ts';
import { takeOfficeError } from './shop-notices.ts';
import { noteWish } from './transfers.ts';
import { asMessageId, type BuyerPin, type MessageId } from '#shared/model/ids.ts';
import { platformNamed } from '#shared/model/platform.ts';
import { assertNever } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';
import type { InboundBusinessFrame } from '#shared/protocol/frames.ts';

type FrameOf<Type extends InboundBusinessFrame['type']> = Extract<
  InboundBusinessFrame,
  { type: Type }
>;

/**
 * A shop's cookie (spec 5.1). It goes to the connectors after the commit and nowhere else: it is in no row and no delta (PL3).
 * A known shop keeps its platform when the frame names none that we know.
 */
const takeCookie = (step: Step, frame: FrameOf<'connect_success'>): void => {
  const shop = shopFor(step, frame.store_id);
  const platformName = frame.platform_name ?? '';
  const platform = platformNamed(platformName) ?? shop.platform;
  if (platform === null) {
    takeShopEvent(step, shop.shopId, { kind: 'platform.unknown', platformName }, step.now);
    return;
  }
  if (platform !== shop.platform) step.changes.putShop({ ...shop, platform });
  const cookies = new Secret(frame.content);
  step.changes.after({ kind: 'connectors.connect', shopId: shop.shopId, platform, cookies });
};

const takeTransfer = (step: Step, frame: FrameOf<'transfer'>): void => {
  shopFor(step, frame.store_id);
  const ref = { shopId: frame.store_id, buyerPin: frame.receiver.id };
  const staffName = frame.content.trim();
  noteWish(step, ref, staffName);
  step.changes.after({ kind: 'transfer.follow', ref, staffName });
};

const takeFrame = (step: Step, frame: InboundBusinessFrame): void => {
  switch (frame.type) {
    case 'connect_success':
      return takeCookie(step, frame);
    case 'message':
      return takeBackofficeReply(step, frame);
    case 'transfer':
      return takeTransfer(step, frame);
    case 'error':
      return takeOfficeError(step, frame);
    default:
      return assertNever(frame);
  }
};

/**
 * A frame is a repeat when its shop, `message_id`, type, receiver and content are all equal (GW11): some back offices answer
 * under the buyer's id, and their second answer is not a repeat. Without a `message_id` it is always new.
 */
export const gatewayFrame = (state: WorkingState, given: InboundBusinessFrame): Task<void> => {
  const frameId = frameIdOf(given);
  return {
    lookUp: (lookups) => {
      const shopId = state.shopIdOf(given.store_id);
      if (frameId !== null) lookups.gatewayFrame(shopId, frameId);
      const receiver = receiverOf(given);
      if (receiver !== null) lookups.conversation({ shopId, buyerPin: receiver });
    },
    decide: (step) => {
      const frame = { ...given, store_id: step.state.shopIdOf(given.store_id) };
      // PL13: a cookie makes a deleted shop anew; what else is still under way for it comes too late.
      if (frame.type === 'connect_success') step.state.removedShops.delete(frame.store_id);
      else if (step.state.removedShops.has(frame.store_id)) return;
      if (frameId !== null) {
        if (step.known.gatewayFrame(frame.store_id, frameId)) return;
        shopFor(step, frame.store_id);
        step.changes.addFrameId(frame.store_id, frameId, step.now);
      }
      takeFrame(step, frame);
    },
  };
};

const receiverOf = (frame: InboundBusinessFrame): BuyerPin | null =>
  'receiver' in frame ? (frame.receiver?.id ?? null) : null;

/** What is kept of a frame to know it again. The rest of it goes in as a fingerprint, so that no cookie is kept (PL3). */
const frameIdOf = (frame: InboundBusinessFrame): MessageId | null => {
  const { message_id: messageId, type, content } = frame;
  if (messageId === undefined) return null;
  const receiver = receiverOf(frame) ?? '';
  return asMessageId(`${messageId}#${fingerprintOf(JSON.stringify([type, receiver, content]))}`);
};
