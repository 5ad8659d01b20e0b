import type { Answered, Conversation } from './conversation.ts';
import type { MessagePosition } from './message.ts';
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

/** True for a buyer message that a reply, or 无需回复, already covers. */
export const isAnswered = (
  { answeredUpTo }: Pick<WaitingClock, 'answeredUpTo'>,
  { orderAt, arrival }: MessagePosition,
): boolean => {
  if (answeredUpTo === null) return false;
  const { elsewhereAt } = answeredUpTo;
  return arrival <= answeredUpTo.arrival || (elsewhereAt !== null && orderAt < elsewhereAt);
};

/** A reply was decided here when everything up to `arrival` was known. It only moves forward; unmoved it is the same object. */
export const answerKnown = (answered: Answered | null, arrival: number): Answered => {
  if (answered === null) return { arrival, elsewhereAt: null };
  return arrival <= answered.arrival ? answered : { ...answered, arrival };
};

/** A reply was written elsewhere, at `at` of the platform's time. It only moves forward; unmoved it is the same object. */
export const answerElsewhere = (answered: Answered | null, at: number): Answered => {
  if (answered === null) return { arrival: 0, elsewhereAt: at };
  const { elsewhereAt } = answered;
  return elsewhereAt !== null && at <= elsewhereAt ? answered : { ...answered, elsewhereAt: at };
};

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
