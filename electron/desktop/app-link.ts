import type { ConversationRef, ShopId } from '#shared/model/ids.ts';
import { buyerPinSchema, shopIdSchema } from '#shared/protocol/frames.ts';

export const LINK_SCHEME = 'duodian';
const LINK_START = `${LINK_SCHEME}:`;

/** What a link may ask for: to look at something. It never does anything. */
export type AppLink =
  | { readonly kind: 'shop'; readonly shopId: ShopId }
  | ({ readonly kind: 'conversation' } & ConversationRef);

/** Longer than two ids of the longest kind, every character of them percent-encoded. */
const LONGEST = 4_096;

/** Only what `encodeURIComponent` writes: nothing that a shell, a browser or a parser of addresses reads as anything else. */
const PART = String.raw`((?:[\w.!~*'()-]|%[0-9A-Fa-f]{2})+)`;
const FORM = new RegExp(
  String.raw`^duodian://(?:shop/${PART}|conversation/${PART}/${PART})/?$`,
  'u',
);

/** Null where it is not well-formed UTF-8. */
const decoded = (part: string): string | null => {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
};

/** An id, as the schemas of the wire take it. */
const idOf = <Id extends string>(
  part: string | undefined,
  schema: { safeParse(text: string): { readonly data?: Id } },
): Id | null => {
  const text = decoded(part ?? '');
  if (text === null || text !== text.trim() || /\p{C}/u.test(text)) return null;
  return schema.safeParse(text).data ?? null;
};

export const isAppLink = (word: string): boolean =>
  word.slice(0, LINK_START.length).toLowerCase() === LINK_START;

/**
 * Reads `duodian://shop/ID` and `duodian://conversation/SHOP/BUYER`, the ids percent-encoded; null for everything else. Whoever makes a
 * link may write anything into it: any web page can have one opened.
 */
export const readAppLink = (text: string): AppLink | null => {
  const found = text.length > LONGEST ? null : FORM.exec(text);
  if (found === null) return null;
  const [, shop, shopOfBuyer, buyer] = found;
  if (shop !== undefined) {
    const shopId = idOf(shop, shopIdSchema);
    return shopId === null ? null : { kind: 'shop', shopId };
  }
  const shopId = idOf(shopOfBuyer, shopIdSchema);
  const buyerPin = idOf(buyer, buyerPinSchema);
  return shopId === null || buyerPin === null ? null : { kind: 'conversation', shopId, buyerPin };
};

/**
 * The command line without the link that a browser or the system put there. Words behind a link are dropped: they would be the link's
 * maker's, where whoever started the app did not quote it.
 */
export const splitLink = (
  words: readonly string[],
): { readonly options: readonly string[]; readonly link: string | null } => {
  const at = words.findIndex(isAppLink);
  return at === -1
    ? { options: words, link: null }
    : { options: words.slice(0, at), link: words[at] ?? null };
};
