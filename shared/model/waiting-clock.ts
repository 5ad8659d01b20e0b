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

const DAY_MINUTES = 1_440;

type DutyHours = Pick<PlatformLimits, 'dutyFromMinute' | 'dutyToMinute'>;

/** How a day's duty ends: the same day, after midnight (20:00 to 02:00), or not at all (begin and end are equal). */
export const dutySpan = ({
  dutyFromMinute,
  dutyToMinute,
}: DutyHours): 'sameDay' | 'overMidnight' | 'allDay' => {
  // 24:00 is the next day's 00:00.
  const opens = dutyFromMinute % DAY_MINUTES;
  const closes = dutyToMinute % DAY_MINUTES;
  if (opens === closes) return 'allDay';
  return closes === 0 || opens < closes ? 'sameDay' : 'overMidnight';
};

/**
 * Milliseconds of [from, to) that fall into the daily duty hours. They are times of the wall clock in the machine's time
 * zone, also on a day of 23 or 25 hours.
 */
export const dutyMsBetween = (from: number, to: number, limits: DutyHours): number => {
  const opens = limits.dutyFromMinute % DAY_MINUTES;
  const ends = limits.dutyToMinute % DAY_MINUTES;
  const closes = ends > opens ? ends : ends + DAY_MINUTES;
  const day = new Date(from);
  // Yesterday's duty may last until this morning.
  day.setDate(day.getDate() - 1);
  let total = 0;
  for (;;) {
    const opensAt = minuteOfDay(day, opens);
    if (!(opensAt < to)) return total;
    total += Math.max(0, Math.min(to, minuteOfDay(day, closes)) - Math.max(from, opensAt));
    day.setDate(day.getDate() + 1);
  }
};

const minuteOfDay = (day: Date, minute: number): number =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, minute).getTime();

/** Whether the clock of these duty hours stands still at a moment. */
export const isPausedAt = (at: number, limits: DutyHours): boolean =>
  dutyMsBetween(at, at + 1, limits) === 0;

/**
 * CV14: what is left at a moment until the limit, negative behind it. A wait that begins later than that moment has so much more
 * left, so that one reading of the clock ranks also those who come after it.
 */
export const timeLeftMs = (waitingSince: number, at: number, limits: PlatformLimits): number => {
  const waitedMs = waitingSince <= at ? dutyMsBetween(waitingSince, at, limits) : at - waitingSince;
  return limits.limitMs - waitedMs;
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
  return { waitedMs, tone, overMs, isPaused: isPausedAt(now, limits) };
};
