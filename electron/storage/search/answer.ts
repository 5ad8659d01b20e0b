import type { Message } from '#shared/model/message.ts';
import { NOTHING_FOUND, type SearchAnswer } from '#shared/model/search.ts';
import type { IndexedRange, SearchRepository } from '../repositories/search.ts';
import { buyersAmong, messagesAmong, numbersAmong, type FaceOf } from './groups.ts';
import { parseQuery } from './query.ts';

/** Rows that are read through because they are not in the index yet; the index follows within seconds. */
const MOST_UNINDEXED = 1_000;
/** Rows that the index names and that are looked at for one group: what it lets through by mistake is rare. */
const MOST_CANDIDATES = 600;
const PAGE = 60;
/** Buyers who fit are ranked, so they are all read: of more than these the ones known for longest are left out. */
const MOST_BUYERS = 1_000;

/** What the index names, newest first; reads on only while someone asks for more. */
const pagesOf = function* (
  from: SearchRepository,
  match: string,
  passedOver: ReadonlySet<number>,
): Generator<Message> {
  let below = Number.MAX_SAFE_INTEGER;
  for (let read = 0; read < MOST_CANDIDATES; read += PAGE) {
    const page = from.findMessages(match, below, PAGE);
    for (const message of page.messages) if (!passedOver.has(message.arrival)) yield message;
    if (page.isAll || page.end === null) return;
    below = page.end;
  }
};

/** Both are newest first. */
const merged = function* (
  unindexed: readonly Message[],
  indexed: Iterable<Message>,
): Generator<Message> {
  let next = 0;
  for (const message of indexed) {
    for (; (unindexed[next]?.arrival ?? 0) > message.arrival; next += 1) {
      const newer = unindexed[next];
      if (newer !== undefined) yield newer;
    }
    yield message;
  }
  yield* unindexed.slice(next);
};

/** How much of what is here can be found, null when all of it can. */
const progressOf = ({ from, to }: IndexedRange, last: number): number | null => {
  const missing = Math.max(0, from - 1) + Math.max(0, last - to - MOST_UNINDEXED);
  return missing === 0 || last === 0 ? null : Math.max(0, 1 - missing / last);
};

const facesIn =
  (search: SearchRepository): FaceOf =>
  (ref) => {
    const { buyerName = null, avatarUrl = null } = search.findConversation(ref) ?? {};
    return { buyerName, avatarUrl };
  };

/** Answers a query from the index, and from the rows that it has not taken up yet. */
export const answerSearch = (search: SearchRepository, text: string): SearchAnswer => {
  const progress = progressOf(search.range, search.lastArrival());
  const query = parseQuery(text);
  if (query === null) return { ...NOTHING_FOUND, progress };
  const unindexed = [
    ...search.loadAbove(search.range.to, MOST_UNINDEXED).messages,
    ...search.loadStale(MOST_UNINDEXED).messages,
  ];
  const passedOver = new Set(unindexed.map(({ arrival }) => arrival));
  const candidates = (match: string): Iterable<Message> =>
    merged(unindexed, pagesOf(search, match, passedOver));
  const faceOf = facesIn(search);
  const buyers = new Map(
    [
      ...search.findBuyers(query.match, MOST_BUYERS),
      ...search.loadPendingBuyers(MOST_UNINDEXED),
    ].map((row) => [row.buyerNo, row]),
  );
  return {
    buyers: buyersAmong(buyers.values(), query, faceOf),
    messages: messagesAmong(candidates(query.match), query, faceOf),
    numbers:
      query.number === null
        ? NOTHING_FOUND.numbers
        : numbersAmong(candidates(query.number.match), query, faceOf),
    progress,
  };
};
