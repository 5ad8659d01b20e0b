import { partFor } from '../send-part.ts';
import type { Step, Task } from '../step.ts';
import { askForLate, holdReply, replyHold } from './hold.ts';
import { changeSend } from './send-results.ts';
import type { ConversationKey, MessageId } from '#shared/model/ids.ts';
import type { Message, MessageType } from '#shared/model/message.ts';
import { waitLeftMs } from '#shared/model/reply-hold.ts';

const begin = (step: Step, message: Message): 'sending' | 'ended' => {
  const shop = step.state.shops.get(message.shopId);
  if (shop?.state.kind !== 'online') return 'ended';
  const isAuto = step.state.autoReplies.has(message.messageId);
  const hold = isAuto ? replyHold(step, message) : null;
  if (hold !== null) {
    holdReply(step, message, hold);
    return 'ended';
  }
  if (waitLeftMs(message, step.now) === 0) {
    // After the computer slept the shop may be back before the alarm rings.
    askForLate(step, message);
    return 'ended';
  }
  const sendable = partFor(shop, {
    type: message.type as MessageType,
    content: message.content,
  });
  if (!('refusal' in sendable)) {
    changeSend(step, message, 'sending', null);
    return 'sending';
  }
  changeSend(step, message, 'rejected', { code: 'impossible', error: sendable.refusal });
  step.state.autoReplies.delete(message.messageId);
  return 'ended';
};

/**
 * A queued message has its turn. `sending` is durable before the platform is asked, so that after a crash it is known
 * that it may have left (CV3). Everything that may have changed since it was queued is checked here again; whatever
 * comes of it, the lane goes on.
 */
export const beginSend = (key: ConversationKey, messageId: MessageId): Task<void> => ({
  decide: (step) => {
    const message = step.state.sends.get(messageId);
    const isQueued = message?.send?.state === 'queued';
    const isStarted = isQueued && begin(step, message) === 'sending';
    const started = isStarted ? step.state.sends.get(messageId) : null;
    step.changes.after(
      started === null
        ? { kind: 'lane.free', key, retryLater: false }
        : { kind: 'connectors.send', message: started },
    );
  },
});
