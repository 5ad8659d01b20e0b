import type { HoldReason, ReplyMode } from './conversation.ts';

/** A key in the composer holds back-office replies for this long (CV5). */
export const TYPING_HOLD_MS = 15_000;
/** A hold for typing ends when no key was pressed for this long, whatever stands in the composer (CV5). */
export const TYPING_ENDS_MS = 60_000;
/** A back-office reply that could not be sent within this time is for the agent to judge (CV5). */
export const STALE_REPLY_MS = 120_000;

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
