import type { Conversation } from './conversation.ts';
import { comparePositions, type MessagePosition } from './message.ts';
import type { PlatformLimits } from './settings.ts';

/**
 * The waiting clock of a conversation (CV7, CV8): pure steps, and its reading at a moment.
 * The start is derived from messages; nothing here counts by itself, so a restart gives the same answer.
 */

/** A buyer spoke at `at`: the first unanswered message starts the clock, more do not reset it. */
export const startWaiting = (waitingSince: number | null, at: number): number =>
  waitingSince === null ? at : Math.min(waitingSince, at);

/** The two fields of a conversation that the clock is made of. */
export type WaitingClock = Pick<Conversation, 'waitingSince' | 'answeredUpTo'>;

/** True for a buyer message at a place that a reply, or 无需回复, already covers. */
export const isAnswered = (
  { answeredUpTo }: Pick<WaitingClock, 'answeredUpTo'>,
  place: MessagePosition,
): boolean => answeredUpTo !== null && comparePositions(place, answeredUpTo) <= 0;

/** The answered place after a reply at `place`: it only moves forward, so late evidence changes nothing. */
export const answerUpTo = (
  answeredUpTo: MessagePosition | null,
  { orderAt, arrival }: MessagePosition,
): MessagePosition =>
  answeredUpTo !== null && comparePositions(answeredUpTo, { orderAt, arrival }) >= 0
    ? answeredUpTo
    : { orderAt, arrival };

export type WaitingTone = 'calm' | 'warn' | 'over';

export type WaitingReading = {
  /** Time waited inside duty hours. */
  readonly waitedMs: number;
  readonly tone: WaitingTone;
  /** How far past the limit, 0 before it. */
  readonly overMs: number;
  /** The moment is outside duty hours: the clock stands still. */
  readonly isPaused: boolean;
};

const MINUTE_MS = 60_000;

/** Milliseconds of [from, to) that fall into the daily duty hours. Local midnight comes from the machine's time zone. */
export const dutyMsBetween = (
  from: number,
  to: number,
  limits: Pick<PlatformLimits, 'dutyFromMinute' | 'dutyToMinute'>,
): number => {
  let total = 0;
  const day = new Date(from);
  day.setHours(0, 0, 0, 0);
  while (day.getTime() < to) {
    const opensAt = day.getTime() + limits.dutyFromMinute * MINUTE_MS;
    const closesAt = day.getTime() + limits.dutyToMinute * MINUTE_MS;
    total += Math.max(0, Math.min(to, closesAt) - Math.max(from, opensAt));
    day.setDate(day.getDate() + 1);
  }
  return total;
};

/** The clock of one conversation at `now`. */
export const readWaiting = (
  waitingSince: number,
  now: number,
  limits: PlatformLimits,
): WaitingReading => {
  const waitedMs = dutyMsBetween(waitingSince, now, limits);
  const overMs = Math.max(0, waitedMs - limits.limitMs);
  const tone = waitedMs >= limits.limitMs ? 'over' : waitedMs >= limits.warnMs ? 'warn' : 'calm';
  return { waitedMs, tone, overMs, isPaused: dutyMsBetween(now, now + 1, limits) === 0 };
};
