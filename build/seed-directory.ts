import type { Log } from '../electron/core/ports/log.ts';
import type { Write } from '../electron/core/ports/store.ts';
import { databaseFileIn } from '../electron/host/data/data-directory.ts';
import { fillDatabase } from '../electron/storage/fill/fill.ts';
import { inventPast, type Past, type PastOptions } from '../sandbox/past/past.ts';
import type { Conversation } from '#shared/model/conversation.ts';

/** What a filled directory holds. `sample.message_text` stands in exactly one message. */
export type Seeded = {
  readonly shops: number;
  readonly conversations: number;
  readonly messages: number;
  readonly waiting: number;
  readonly unread: number;
  readonly suggestions: number;
  readonly drafts: number;
  readonly starred: number;
  readonly closed: number;
  readonly sample: {
    readonly store_id: string;
    readonly buyer: string;
    readonly message_text: string;
  };
};

type Counts = Omit<Seeded, 'sample'>;
type Counting = { -readonly [Name in keyof Counts]: Counts[Name] };

const count = (counts: Counting, row: Conversation): void => {
  counts.conversations += 1;
  if (row.waitingSince !== null) counts.waiting += 1;
  if (row.unread > 0) counts.unread += 1;
  if (row.draft !== '') counts.drafts += 1;
  if (row.starred) counts.starred += 1;
  if (row.closed) counts.closed += 1;
  counts.suggestions += row.suggestions.length;
};

/** Shops first and conversations last, which are only known when all has been told. */
const writesOf = function* (past: Past, counts: Counting): Generator<Write> {
  for (const row of past.shops) yield { put: 'shop', row };
  for (const row of past.staffLists) yield { put: 'staffList', row };
  for (const row of past.outages) yield { put: 'outage', row };
  for (const row of past.notices) yield { put: 'notice', row };
  for (const { message, frameId } of past.messages()) {
    counts.messages += 1;
    yield { put: 'message', row: message };
    if (frameId === null) continue;
    const { shopId, sentAt: at } = message;
    yield { put: 'gatewayFrameId', row: { shopId, frameId, at } };
  }
  for (const row of past.conversations()) {
    count(counts, row);
    yield { put: 'conversation', row };
  }
};

/** Fills a data directory that is this process's own with a past. Null, and nothing is written, where it holds shops already. */
export const seedDirectory = async (
  directory: string,
  options: PastOptions,
  log: Log,
): Promise<Seeded | null> => {
  const past = inventPast(options);
  const counts: Counting = {
    shops: past.shops.length,
    conversations: 0,
    messages: 0,
    waiting: 0,
    unread: 0,
    suggestions: 0,
    drafts: 0,
    starred: 0,
    closed: 0,
  };
  const file = databaseFileIn(directory);
  if (!(await fillDatabase(file, log, () => writesOf(past, counts)))) return null;
  const { shopId, buyerPin, content } = past.sample();
  return { ...counts, sample: { store_id: shopId, buyer: buyerPin, message_text: content } };
};
