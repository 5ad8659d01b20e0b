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

/**
 * What a window is given when it begins: whoever waits, then what else is to be done, then what changed last, as far as the budget
 * goes. A window asks for the rest by page and by question. `rows` come with the one that changed last at the end.
 */
export const windowOf = (
  rows: Iterable<Conversation>,
): Readonly<Record<ConversationKey, Conversation>> => {
  const groups: [Conversation[], Conversation[], Conversation[]] = [[], [], []];
  for (const row of rows) groups[importanceOf(row)].push(row);
  const [waiting, live, atRest] = groups;
  const window: Conversation[] = waiting;
  let left = BUDGET_BYTES - waiting.reduce((sum, row) => sum + bytesOf(row), 0);
  for (const row of [...live.toReversed(), ...atRest.toReversed()]) {
    left -= bytesOf(row);
    if (left < 0) break;
    window.push(row);
  }
  return Object.fromEntries(window.map((row) => [row.key, row]));
};
