import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import {
  SEARCH_LIMITS,
  type FoundBuyer,
  type FoundGroup,
  type FoundMessage,
  type FoundNumber,
} from '#shared/model/search.ts';
import { foundBuyer, type IndexedBuyer } from './found-buyer.ts';
import { foundNumbers, foundWords } from './found-in-message.ts';
import type { SearchQuery } from './query.ts';

/** What a row shows of the buyer. */
export type Face = { readonly buyerName: string | null; readonly avatarUrl: string | null };
export type FaceOf = (ref: ConversationRef) => Face;

/** A buyer who may fit, with when the newest message came. */
export type BuyerCandidate = IndexedBuyer & ConversationRef & { readonly at: number };

/** The first of them, and how many follow as far as that is counted. */
const groupOf = <Hit>(hits: readonly Hit[], limit: number): FoundGroup<Hit> => ({
  hits: hits.slice(0, limit),
  more: Math.min(SEARCH_LIMITS.more, Math.max(0, hits.length - limit)),
});

/** Of those that may fit: the best first, then the newest. */
export const buyersAmong = (
  candidates: Iterable<BuyerCandidate>,
  query: SearchQuery,
  faceOf: FaceOf,
): FoundGroup<FoundBuyer> => {
  const found = [...candidates].flatMap((candidate) => {
    const hit = foundBuyer(candidate, query);
    return hit === null ? [] : [{ ...candidate, ...hit }];
  });
  found.sort((a, b) => a.rank - b.rank || b.at - a.at);
  const group = groupOf(found, SEARCH_LIMITS.buyers);
  return {
    more: group.more,
    hits: group.hits.map(({ shopId, buyerPin, label, account, at }) => {
      const { buyerName, avatarUrl } = faceOf({ shopId, buyerPin });
      return { shopId, buyerPin, buyerName, avatarUrl, label, account, at };
    }),
  };
};

/** `candidates` come newest first; no more of them are looked at than needed. */
export const messagesAmong = (
  candidates: Iterable<Message>,
  query: SearchQuery,
  faceOf: FaceOf,
): FoundGroup<FoundMessage> => {
  const found: (Omit<FoundMessage, keyof Face> & ConversationRef)[] = [];
  for (const message of candidates) {
    const excerpt = foundWords(message, query);
    if (excerpt === null) continue;
    const { shopId, buyerPin, messageId, origin, type, sentAt, orderAt, arrival } = message;
    found.push({ shopId, buyerPin, messageId, origin, type, sentAt, orderAt, arrival, excerpt });
    if (found.length >= SEARCH_LIMITS.messages + SEARCH_LIMITS.more) break;
  }
  return withFaces(groupOf(found, SEARCH_LIMITS.messages), faceOf);
};

/** Each number of a buyer once, with the newest message that has it. `candidates` come newest first. */
export const numbersAmong = (
  candidates: Iterable<Message>,
  query: SearchQuery,
  faceOf: FaceOf,
): FoundGroup<FoundNumber> => {
  const found = new Map<string, Omit<FoundNumber, keyof Face> & ConversationRef>();
  for (const message of candidates) {
    for (const { kind, number } of foundNumbers(message, query)) {
      const key = `${conversationKey(message)}\u001f${number.text}`;
      const { shopId, buyerPin, messageId, sentAt, orderAt, arrival } = message;
      const known = found.get(key);
      if (known === undefined) {
        found.set(key, { shopId, buyerPin, messageId, sentAt, orderAt, arrival, kind, number });
      } else if (known.kind === 'mentioned') found.set(key, { ...known, kind });
    }
    if (found.size >= SEARCH_LIMITS.numbers + SEARCH_LIMITS.more) break;
  }
  return withFaces(groupOf([...found.values()], SEARCH_LIMITS.numbers), faceOf);
};

const withFaces = <Hit extends ConversationRef>(
  { hits, more }: FoundGroup<Hit>,
  faceOf: FaceOf,
): FoundGroup<Hit & Face> => ({
  more,
  hits: hits.map((hit) => Object.assign(hit, faceOf(hit))),
});
