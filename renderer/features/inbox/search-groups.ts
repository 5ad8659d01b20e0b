import { conversationKey } from '#shared/model/ids.ts';
import type { FoundBuyer, FoundMessage, FoundNumber, SearchAnswer } from '#shared/model/search.ts';
import type { Shop } from '#shared/model/shop.ts';

/** One row of the list under the search box. `key` stays the same from answer to answer. */
export type SearchRow =
  | { readonly kind: 'buyer'; readonly key: string; readonly hit: FoundBuyer }
  | { readonly kind: 'message'; readonly key: string; readonly hit: FoundMessage }
  | { readonly kind: 'number'; readonly key: string; readonly hit: FoundNumber }
  | { readonly kind: 'shop'; readonly key: string; readonly shop: Shop };

/** Rows of one kind, with how many more there are. */
export type SearchGroup = {
  readonly kind: SearchRow['kind'];
  readonly rows: readonly SearchRow[];
  readonly more: number;
};

const MOST_SHOPS = 5;

const fold = (text: string): string => text.normalize('NFKC').toLocaleLowerCase();

const shopRows = (shops: Readonly<Record<string, Shop>>, query: string): readonly SearchRow[] => {
  const wanted = fold(query);
  return Object.values(shops)
    .filter((shop) =>
      [shop.alias, shop.name, shop.shopId].some(
        (text) => text !== null && fold(text).includes(wanted),
      ),
    )
    .slice(0, MOST_SHOPS)
    .map((shop) => ({ kind: 'shop', key: `shop ${shop.shopId}`, shop }));
};

/** The groups with something in them, in the order in which they are shown. Every shop is in the replica. */
export const searchGroups = (
  { buyers, messages, numbers }: SearchAnswer,
  shops: Readonly<Record<string, Shop>>,
  query: string,
): readonly SearchGroup[] => {
  const groups: readonly SearchGroup[] = [
    {
      kind: 'buyer',
      more: buyers.more,
      rows: buyers.hits.map((hit) => ({
        kind: 'buyer',
        key: `buyer ${conversationKey(hit)}`,
        hit,
      })),
    },
    {
      kind: 'number',
      more: numbers.more,
      rows: numbers.hits.map((hit) => ({
        kind: 'number',
        key: `number ${conversationKey(hit)} ${hit.number.text}`,
        hit,
      })),
    },
    {
      kind: 'message',
      more: messages.more,
      rows: messages.hits.map((hit) => ({ kind: 'message', key: `message ${hit.messageId}`, hit })),
    },
    { kind: 'shop', more: 0, rows: query === '' ? [] : shopRows(shops, query) },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
};
