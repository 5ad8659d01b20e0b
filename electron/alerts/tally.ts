import { isForAgent, type Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import type { Platform } from '#shared/model/platform.ts';
import { limitsOf, type PlatformLimits } from '#shared/model/settings.ts';
import { needsAttention, type Shop } from '#shared/model/shop.ts';
import { dutyMsBetween, isPausedAt } from '#shared/model/waiting-clock.ts';
import type { Overview } from '#shared/sync/delta.ts';

/** A back office that answers a buyer itself has so long before a person is called. */
export const OFFICE_FIRST_MS = 10_000;

/** How things stand at one moment. */
export type Tally = {
  readonly waiting: number;
  /** Those past their limit while its clock runs. */
  readonly overdue: number;
  /** The longest wait inside duty hours. */
  readonly longestMs: number;
  /** The first of the list (CV14). */
  readonly mostUrgent: Conversation | null;
  /** For whom a person is called: nobody else answers them. */
  readonly callers: readonly ConversationKey[];
  readonly late: readonly ConversationKey[];
  /** Shops that receive nothing until a person has done something. */
  readonly shopsInNeed: readonly Shop[];
};

type Limits = { readonly limits: PlatformLimits; readonly isPaused: boolean };

/** Each platform's limits, looked up once: they are asked for every row. */
const limitsAt = ({ shops, settings }: Overview, now: number): ((row: Conversation) => Limits) => {
  const known = new Map<Platform | null, Limits>();
  return ({ shopId }) => {
    const platform = (Object.hasOwn(shops, shopId) ? shops[shopId]?.platform : null) ?? null;
    const found = known.get(platform);
    if (found !== undefined) return found;
    const limits = limitsOf(settings, platform);
    const made = { limits, isPaused: isPausedAt(now, limits) };
    known.set(platform, made);
    return made;
  };
};

const asksForPerson = ({ mode, suggestions, transferQuestion }: Conversation): boolean =>
  mode.kind === 'manual' || suggestions.length > 0 || isForAgent(transferQuestion);

type Rank = {
  readonly row: Conversation;
  readonly isPaused: boolean;
  readonly leftMs: number;
};

/** CV14, as the list has it: whose clock runs, then the least time left, then the longest wait. */
const compareRanks = (a: Rank, b: Rank): number =>
  Number(a.isPaused) - Number(b.isPaused) ||
  a.leftMs - b.leftMs ||
  (a.row.waitingSince ?? 0) - (b.row.waitingSince ?? 0) ||
  (a.row.key < b.row.key ? -1 : 1);

/** Counts at `now` (epoch ms) those who wait. */
export const tallyOf = (
  waiting: Iterable<Conversation>,
  overview: Overview,
  now: number,
): Tally => {
  const limitsFor = limitsAt(overview, now);
  const hasOffice = overview.gateway.phase === 'connected';
  const callers: ConversationKey[] = [];
  const late: ConversationKey[] = [];
  let count = 0;
  let longestMs = 0;
  let first: Rank | null = null;
  for (const row of waiting) {
    const { limits, isPaused } = limitsFor(row);
    const waitedMs = dutyMsBetween(row.waitingSince ?? now, now, limits);
    const rank = { row, isPaused, leftMs: limits.limitMs - waitedMs };
    count += 1;
    longestMs = Math.max(longestMs, waitedMs);
    if (first === null || compareRanks(rank, first) < 0) first = rank;
    // Outside duty hours nobody is expected to answer.
    if (isPaused) continue;
    if (waitedMs >= limits.limitMs) late.push(row.key);
    if (asksForPerson(row) || !hasOffice || waitedMs >= OFFICE_FIRST_MS) callers.push(row.key);
  }
  return {
    waiting: count,
    overdue: late.length,
    longestMs,
    mostUrgent: first?.row ?? null,
    callers,
    late,
    shopsInNeed: Object.values<Shop>(overview.shops).filter(({ state }) =>
      needsAttention(state.kind),
    ),
  };
};
