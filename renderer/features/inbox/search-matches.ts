import { buyerLabel, type Conversation } from '#shared/model/conversation.ts';
import type { Shop } from '#shared/model/shop.ts';
import type { Overview } from '#shared/sync/delta.ts';

export type Match =
  | { readonly kind: 'shop'; readonly shop: Shop }
  | { readonly kind: 'conversation'; readonly conversation: Conversation };

const MOST_CONVERSATIONS = 50;
const MOST_SHOPS = 5;

const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

/** 0 best; null no match. A name that begins with the words stands before one that has them, before a text. */
const rankOf = (conversation: Conversation, query: string): number | null => {
  const name = fold(buyerLabel(conversation));
  if (name.startsWith(query)) return 0;
  if (name.includes(query) || fold(conversation.buyerPin).includes(query)) return 1;
  if (fold(conversation.last?.text ?? '').includes(query)) return 2;
  return fold(conversation.draft).includes(query) ? 3 : null;
};

/** What this computer knows that fits `query`: shops first, then conversations, best and newest first. */
export const matchesOf = (
  replica: { readonly shops: Overview['shops']; readonly conversations: Iterable<Conversation> },
  query: string,
): readonly Match[] => {
  const wanted = fold(query.trim());
  if (wanted === '') return [];
  const shops = Object.values<Shop>(replica.shops)
    .filter((shop) =>
      [shop.alias, shop.name, shop.shopId].some(
        (text) => text !== null && fold(text).includes(wanted),
      ),
    )
    .slice(0, MOST_SHOPS)
    .map((shop): Match => ({ kind: 'shop', shop }));
  const conversations = [...replica.conversations]
    .flatMap((conversation) => {
      const rank = rankOf(conversation, wanted);
      return rank === null ? [] : [{ rank, conversation }];
    })
    .sort((a, b) => a.rank - b.rank || b.conversation.lastOrderAt - a.conversation.lastOrderAt)
    .slice(0, MOST_CONVERSATIONS)
    .map(({ conversation }): Match => ({ kind: 'conversation', conversation }));
  return [...shops, ...conversations];
};
