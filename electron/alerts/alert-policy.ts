import type { ConversationKey, ShopId } from '#shared/model/ids.ts';
import type { AlertSettings } from '#shared/model/settings.ts';
import { isPausedAt } from '#shared/model/waiting-clock.ts';
import type { Tally } from './tally.ts';

/** While somebody waits too long the agent is called again. */
export const REPEAT_MS = 60_000;
/** Buyers who come one after another are told together. */
export const APART_MS = 5_000;

type Numbers = Pick<Tally, 'waiting' | 'overdue'> & { readonly shops: number };

/** What was told and is still so. */
export type AlertMemory = {
  readonly called: ReadonlySet<ConversationKey>;
  readonly calledLate: ReadonlySet<ConversationKey>;
  readonly calledShops: ReadonlySet<ShopId>;
  /** What the notification says; null when there is none, or the agent has put it away. */
  readonly shown: Numbers | null;
  /** There may be a notification, in sight or in the system's list. */
  readonly isOut: boolean;
  /** Monotonic ms; null before the first. */
  readonly rangAt: number | null;
};

export const NOTHING_TOLD: AlertMemory = {
  called: new Set(),
  calledLate: new Set(),
  calledShops: new Set(),
  shown: null,
  isOut: false,
  rangAt: null,
};

/** `ring`: a notification that asks for the agent. `replace`: the same one with other numbers, silently. */
export type AlertAct = 'none' | 'ring' | 'replace' | 'withdraw';

export type AlertMoment = {
  readonly tally: Tally;
  readonly monotonicMs: number;
  /** The agent has the window before her. */
  readonly isInFront: boolean;
  /** Nobody is to be called now. */
  readonly isQuiet: boolean;
};

/** Whether `at` (epoch ms) lies in the quiet hours. They may run over midnight. */
export const isQuietAt = (
  at: number,
  { quietFromMinute, quietToMinute }: Pick<AlertSettings, 'quietFromMinute' | 'quietToMinute'>,
): boolean =>
  quietFromMinute !== quietToMinute &&
  !isPausedAt(at, { dutyFromMinute: quietFromMinute, dutyToMinute: quietToMinute });

const idsOf = ({
  callers,
  late,
  shopsInNeed,
}: Tally): Omit<AlertMemory, 'shown' | 'isOut' | 'rangAt'> => ({
  called: new Set(callers),
  calledLate: new Set(late),
  calledShops: new Set(shopsInNeed.map(({ shopId }) => shopId)),
});

const only = <Id>(told: ReadonlySet<Id>, now: ReadonlySet<Id>): ReadonlySet<Id> =>
  new Set([...told].filter((id) => now.has(id)));

/** Without those who are answered: who waits anew is told anew. */
const pruned = (memory: AlertMemory, tally: Tally): AlertMemory => {
  const now = idsOf(tally);
  return {
    ...memory,
    called: only(memory.called, now.called),
    calledLate: only(memory.calledLate, now.calledLate),
    calledShops: only(memory.calledShops, now.calledShops),
  };
};

const isNews = (memory: AlertMemory, tally: Tally): boolean =>
  tally.callers.some((key) => !memory.called.has(key)) ||
  tally.late.some((key) => !memory.calledLate.has(key)) ||
  tally.shopsInNeed.some(({ shopId }) => !memory.calledShops.has(shopId));

const numbersOf = ({ waiting, overdue, shopsInNeed }: Tally): Numbers => ({
  waiting,
  overdue,
  shops: shopsInNeed.length,
});

const isSame = (a: Numbers, b: Numbers): boolean =>
  a.waiting === b.waiting && a.overdue === b.overdue && a.shops === b.shops;

type Step = { readonly memory: AlertMemory; readonly act: AlertAct };

const putAway = (memory: AlertMemory): Step => ({
  memory: { ...memory, shown: null, isOut: false },
  act: memory.isOut ? 'withdraw' : 'none',
});

/**
 * Whether the agent is called at this moment. She is called for who is new and for who has become late, in one notification that
 * counts; again only for those who are late; and not while she looks at the window, which tells her the same.
 */
export const nextAlert = (before: AlertMemory, moment: AlertMoment): Step => {
  const { tally, monotonicMs: now } = moment;
  // What is on the screen before her is told.
  if (moment.isInFront) return putAway({ ...before, ...idsOf(tally), rangAt: now });
  const memory = pruned(before, tally);
  if (moment.isQuiet || (tally.waiting === 0 && tally.shopsInNeed.length === 0)) {
    return putAway(memory);
  }
  const numbers = numbersOf(tally);
  const sinceMs = memory.rangAt === null ? Number.POSITIVE_INFINITY : now - memory.rangAt;
  const rings = isNews(memory, tally)
    ? sinceMs >= APART_MS
    : tally.overdue > 0 && sinceMs >= REPEAT_MS;
  if (rings) {
    return {
      memory: { ...memory, ...idsOf(tally), shown: numbers, isOut: true, rangAt: now },
      act: 'ring',
    };
  }
  if (memory.shown === null || isSame(memory.shown, numbers)) return { memory, act: 'none' };
  return { memory: { ...memory, shown: numbers }, act: 'replace' };
};

/** The agent has put the notification away: it comes back with the next call and not with the next number. */
export const afterDismissal = (memory: AlertMemory): AlertMemory => ({ ...memory, shown: null });
