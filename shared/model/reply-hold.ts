import type { HoldReason, ReplyMode } from './conversation.ts';
import { isLateSend, type Message } from './message.ts';

/** A key in the composer holds back-office replies for this long (CV5). */
export const TYPING_HOLD_MS = 15_000;
/** A hold for typing ends when no key was pressed for this long, whatever stands in the composer (CV5). */
export const TYPING_ENDS_MS = 60_000;
/** A back-office reply that could not be sent within this time is for the agent to judge (CV5). */
export const STALE_REPLY_MS = 120_000;
/** What the agent chose to send and waited longer than this for its turn is asked for again (CV12). */
export const LATE_SEND_MS = 120_000;

/**
 * Why a back-office reply must not go out by itself now, null when it may (CV5). Asked when it arrives, when its turn
 * comes, and right before it is written to the page.
 */
export const holdReason = (reply: {
  readonly mode: ReplyMode;
  readonly isAgentTyping: boolean;
  readonly ageMs: number;
}): HoldReason | null => {
  if (reply.mode.kind === 'manual') return 'manual';
  if (reply.isAgentTyping) return 'agentTyping';
  return reply.ageMs > STALE_REPLY_MS ? 'stale' : null;
};

/**
 * How long a queued send may still wait for its turn, in ms; null when it is not queued or the agent was asked already. By the
 * wall clock, which is all that is left after a restart, but never longer than a new send.
 */
export const waitLeftMs = ({ send, sentAt }: Message, now: number): number | null => {
  if (send?.state !== 'queued' || isLateSend(send)) return null;
  const isAuto = send.reason?.code === 'auto';
  const longestMs = (isAuto ? STALE_REPLY_MS : LATE_SEND_MS) + 1;
  const waitedMs = now - (isAuto ? sentAt : send.changedAt);
  return Math.min(longestMs, Math.max(0, longestMs - waitedMs));
};
