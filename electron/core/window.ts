import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { isLive, isWaiting } from '#shared/model/inbox.ts';

/** What conversations may take of a snapshot, in bytes of JSON; the whole stays below 2 MB (PF1). */
const BUDGET_BYTES = 1_400_000;
/** A row without its texts. */
const BARE_ROW_BYTES = 600;
/** Chinese in UTF-8. */
const BYTES_PER_CHARACTER = 3;

const bytesOf = ({ last, pinned, draft, suggestions }: Conversation): number => {
  const characters =
    (last?.text.length ?? 0) +
    (pinned?.content.length ?? 0) +
    draft.length +
    suggestions.reduce((sum, { content }) => sum + content.length, 0);
  return BARE_ROW_BYTES + BYTES_PER_CHARACTER * characters;
};

const importanceOf = (row: Conversation): 0 | 1 | 2 => (isWaiting(row) ? 0 : isLive(row) ? 1 : 2);

/** What a window is given when it begins. */
export type Window = {
  readonly conversations: Readonly<Record<ConversationKey, Conversation>>;
  /** So many who wait did not fit; a window that begins asks for them at once, by page. */
  readonly waitingLeftOut: number;
};

/**
 * Whoever waits, the longest wait first, then what else is to be done, then what changed last, as far as the budget goes. A
 * window asks for the rest by page and by question. `rows` come with the one that changed last at the end.
 */
export const windowOf = (rows: Iterable<Conversation>): Window => {
  const groups: [Conversation[], Conversation[], Conversation[]] = [[], [], []];
  for (const row of rows) groups[importanceOf(row)].push(row);
  const [waiting, live, atRest] = groups;
  waiting.sort((a, b) => (a.waitingSince ?? 0) - (b.waitingSince ?? 0));
  const window: Conversation[] = [];
  let left = BUDGET_BYTES;
  for (const row of [...waiting, ...live.toReversed(), ...atRest.toReversed()]) {
    left -= bytesOf(row);
    if (left < 0) break;
    window.push(row);
  }
  return {
    conversations: Object.fromEntries(window.map((row) => [row.key, row])),
    waitingLeftOut: Math.max(0, waiting.length - window.length),
  };
};

/** The next who wait, in the order of their keys. */
export const waitingAfter = (
  rows: Iterable<Conversation>,
  after: ConversationKey | null,
  limit: number,
): readonly Conversation[] =>
  [...rows]
    .filter((row) => isWaiting(row) && (after === null || row.key > after))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, limit);
