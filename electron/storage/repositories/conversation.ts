import * as z from 'zod';
import type {
  Conversation,
  HoldReason,
  ReplyMode,
  Suggestion,
  TransferQuestion,
} from '#shared/model/conversation.ts';
import {
  asBuyerPin,
  asShopId,
  asSuggestionId,
  conversationKey,
  type ConversationRef,
  type ShopId,
} from '#shared/model/ids.ts';
import type { InboxFilter, InboxPage, InboxPlace, InboxQuery } from '#shared/model/inbox.ts';
import { MESSAGE_TYPES } from '#shared/model/message.ts';
import type { ConversationCount } from '../../core/ports/store.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import { flagColumn, jsonColumn, memberOf, numberOrNull, textOrNull } from '../row-reader.ts';
import { insert, upsert } from '../writes.ts';
import { cardDetail, entryType, originMember, lineStateMember } from './message.ts';
import { Repository } from './repository.ts';

/** Who waits is live and in memory; everything else has pages. */
type PagedFilter = Exclude<InboxFilter, 'waiting'>;

/** The rows of a filter, without those in which somebody waits. A sign keeps SQLite from an index that has them all. */
const LISTED: Readonly<Record<PagedFilter, string>> = {
  all: 'closed = 0 AND waiting_since IS NULL',
  unread: 'unread > 0 AND +closed = 0 AND waiting_since IS NULL',
  backoffice: 'is_with_office = 1 AND +closed = 0 AND waiting_since IS NULL',
  starred: 'starred = 1 AND +closed = 0 AND waiting_since IS NULL',
  closed: 'closed = 1',
};

/** `?` are the place below which the page begins, and its length. */
const pageOfAll = (filter: PagedFilter): string =>
  `SELECT * FROM conversation WHERE ${LISTED[filter]} AND (listed_at, shop_id, buyer_pin) < (?, ?, ?)
    ORDER BY listed_at DESC, shop_id DESC, buyer_pin DESC LIMIT ?`;

/** As above, the shop before the place. */
const pageOfShop = (filter: PagedFilter): string =>
  `SELECT * FROM conversation WHERE shop_id = ? AND ${LISTED[filter]} AND (listed_at, buyer_pin) < (?, ?)
    ORDER BY listed_at DESC, buyer_pin DESC LIMIT ?`;

const pagesOf = (
  sqlOf: (filter: PagedFilter) => string,
): Readonly<Record<PagedFilter, string>> => ({
  all: sqlOf('all'),
  unread: sqlOf('unread'),
  backoffice: sqlOf('backoffice'),
  starred: sqlOf('starred'),
  closed: sqlOf('closed'),
});

/** Pages of the list: of all shops, and of one. */
export const PAGE_SQL = { all: pagesOf(pageOfAll), shop: pagesOf(pageOfShop) } as const;

export const CONVERSATION_SQL = {
  put: upsert('conversation'),
  live: 'SELECT * FROM conversation WHERE is_live = 1',
  held: 'SELECT DISTINCT shop_id, buyer_pin FROM suggestion',
  one: 'SELECT * FROM conversation WHERE shop_id = ? AND buyer_pin = ?',
  after: `SELECT shop_id, buyer_pin, starred FROM conversation WHERE (shop_id, buyer_pin) > (?, ?)
    ORDER BY shop_id, buyer_pin LIMIT ?`,
  // Each from an index that has all it asks for: together they would read every row.
  countAll:
    'SELECT shop_id, count(*) AS conversations, 0 AS waiting FROM conversation GROUP BY shop_id',
  countWaiting: `SELECT shop_id, count(*) AS waiting FROM conversation WHERE is_live = 1 AND waiting_since IS NOT NULL
    GROUP BY shop_id`,
  countOfShop: `SELECT shop_id, count(*) AS conversations, count(waiting_since) AS waiting FROM conversation
    WHERE shop_id = ?`,
  clearSuggestions: 'DELETE FROM suggestion WHERE shop_id = ? AND buyer_pin = ?',
  putSuggestion: insert('suggestion'),
  suggestionsOf: 'SELECT * FROM suggestion WHERE shop_id = ? AND buyer_pin = ? ORDER BY place',
} as const;

const holdReason = memberOf<HoldReason>({
  manual: true,
  agentTyping: true,
  stale: true,
  shopOffline: true,
});

export const suggestionRow = z
  .object({
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin),
    suggestion_id: z.string().transform(asSuggestionId),
    type: z.enum(MESSAGE_TYPES),
    content: z.string(),
    received_at: z.number(),
    why: holdReason,
  })
  .transform((row): Suggestion => ({
    suggestionId: row.suggestion_id,
    type: row.type,
    content: row.content,
    receivedAt: row.received_at,
    why: row.why,
  }));

const refRow = z
  .object({
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin),
  })
  .transform((row): ConversationRef => ({ shopId: row.shop_id, buyerPin: row.buyer_pin }));

type SweptConversation = ConversationRef & { readonly isStarred: boolean };

const sweptRow = z
  .object({
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin),
    starred: z.number(),
  })
  .transform((row): SweptConversation => ({
    shopId: row.shop_id,
    buyerPin: row.buyer_pin,
    isStarred: row.starred !== 0,
  }));

const placeRow = z
  .object({
    listed_at: z.number(),
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin),
  })
  .transform((row): InboxPlace => ({
    listedAt: row.listed_at,
    shopId: row.shop_id,
    buyerPin: row.buyer_pin,
  }));

const countRow = z
  .object({
    shop_id: z.string().transform(asShopId).nullable(),
    conversations: z.number(),
    waiting: z.number(),
  })
  .transform(({ shop_id, ...counts }): ConversationCount => ({
    shopId: shop_id ?? asShopId(''),
    ...counts,
  }));

const waitingRow = z.object({ shop_id: z.string().transform(asShopId), waiting: z.number() });

/** Above every row. */
const TOP: InboxPlace = {
  listedAt: Number.MAX_SAFE_INTEGER,
  shopId: asShopId(''),
  buyerPin: asBuyerPin(''),
};

const replyMode: z.ZodType<ReplyMode> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('auto') }),
  z.object({ kind: z.literal('manual'), endsAt: numberOrNull }),
]);

const lastLine = z.object({
  origin: originMember,
  type: entryType,
  text: z.string(),
  at: z.number(),
  sendState: lineStateMember.nullable(),
});

const pinnedCard = z.object({
  type: z.enum(['product_card', 'order_card']),
  content: z.string(),
  card: cardDetail.nullable(),
  at: z.number(),
});

const transferQuestion = z.object({
  staffName: z.string(),
  why: memberOf<TransferQuestion['why']>({
    none: true,
    several: true,
    offline: true,
    failed: true,
    underWay: true,
  }),
  askedAt: z.number(),
});

export const conversationRow = z
  .object({
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin),
    buyer_name: textOrNull,
    avatar_url: textOrNull,
    mode: jsonColumn(replyMode),
    waiting_since: numberOrNull,
    answered_elsewhere_at: numberOrNull,
    answered_arrival: numberOrNull,
    unread: z.number(),
    last: jsonColumn(lastLine).nullable(),
    pinned: jsonColumn(pinnedCard).nullable(),
    transfer_question: jsonColumn(transferQuestion).nullable(),
    draft: z.string(),
    starred: flagColumn,
    closed: flagColumn,
    first_seen_at: z.number(),
    last_order_at: z.number(),
  })
  .transform((row): Conversation => ({
    key: conversationKey({ shopId: row.shop_id, buyerPin: row.buyer_pin }),
    shopId: row.shop_id,
    buyerPin: row.buyer_pin,
    buyerName: row.buyer_name,
    avatarUrl: row.avatar_url,
    mode: row.mode,
    waitingSince: row.waiting_since,
    answeredUpTo:
      row.answered_arrival === null
        ? null
        : { arrival: row.answered_arrival, elsewhereAt: row.answered_elsewhere_at },
    unread: row.unread,
    last: row.last,
    pinned: row.pinned,
    suggestions: [],
    transferQuestion: row.transfer_question,
    draft: row.draft,
    draftRevision: 0,
    starred: row.starred,
    closed: row.closed,
    firstSeenAt: row.first_seen_at,
    lastOrderAt: row.last_order_at,
  }));

const jsonOrNull = (value: object | null): string | null =>
  value === null ? null : JSON.stringify(value);

/** A conversation and its held back-office replies, which are rows of their own. */
export class ConversationRepository extends Repository {
  readonly #sql = this.prepare(CONVERSATION_SQL);
  readonly #pages = this.prepare(PAGE_SQL.all);
  readonly #pagesOfShop = this.prepare(PAGE_SQL.shop);

  put(row: Conversation): void {
    this.putAlone(row);
    this.#putSuggestions(row, row.suggestions);
  }

  /** The row itself; held replies of its conversation stay as they are. */
  putAlone(row: Conversation): void {
    this.#sql.put.run(
      this.sealed('conversation', {
        shop_id: row.shopId,
        buyer_pin: row.buyerPin,
        buyer_name: row.buyerName,
        avatar_url: row.avatarUrl,
        mode: JSON.stringify(row.mode),
        waiting_since: row.waitingSince === null ? null : wholeMs(row.waitingSince),
        answered_elsewhere_at: row.answeredUpTo?.elsewhereAt ?? null,
        answered_arrival: row.answeredUpTo?.arrival ?? null,
        unread: row.unread,
        last: jsonOrNull(row.last),
        pinned: jsonOrNull(row.pinned),
        transfer_question: jsonOrNull(row.transferQuestion),
        draft: row.draft,
        starred: row.starred ? 1 : 0,
        closed: row.closed ? 1 : 0,
        first_seen_at: wholeMs(row.firstSeenAt),
        last_order_at: wholeMs(row.lastOrderAt),
      }),
    );
  }

  /**
   * What a start holds, never all of them (PF1): the newest of each shop, then `others` (of open sends), then those in which
   * something is to be done.
   */
  loadWindow(
    shopIds: readonly ShopId[],
    others: readonly ConversationRef[],
  ): readonly Conversation[] {
    const { listedAt, buyerPin } = TOP;
    const one = (ref: ConversationRef): unknown => this.#sql.one.get(ref.shopId, ref.buyerPin);
    const held = this.#sql.held.all().map((row) => refRow.parse(row));
    const found = [
      ...shopIds.flatMap((shopId) =>
        this.#pagesOfShop.all.all(shopId, listedAt, buyerPin, LIMITS.newestOfShop).toReversed(),
      ),
      ...[...others, ...held].map(one).filter((row) => row !== undefined),
      ...this.#sql.live.all(),
    ];
    return this.#read([
      ...new Map(found.map((row) => [conversationKey(refRow.parse(row)), row])).values(),
    ]);
  }

  /** Those that exist, in the order in which they were asked for. */
  find(refs: readonly ConversationRef[]): readonly Conversation[] {
    return this.#read(
      refs.flatMap(({ shopId, buyerPin }) => this.#sql.one.get(shopId, buyerPin) ?? []),
    );
  }

  /** One page by keyset: its cost does not grow with the distance from the top. */
  loadPage({ filter, shopId, below, limit }: InboxQuery): InboxPage {
    if (filter === 'waiting') return { conversations: [], next: null };
    const { listedAt, shopId: besideShop, buyerPin } = below ?? TOP;
    const rows =
      shopId === null
        ? this.#pages[filter].all(listedAt, besideShop, buyerPin, limit + 1)
        : this.#pagesOfShop[filter].all(shopId, listedAt, buyerPin, limit + 1);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      conversations: this.#read(rows.slice(0, limit)),
      // Of the row itself, which may be one that does not fit.
      next: last === undefined ? null : placeRow.parse(last),
    };
  }

  /** The next ones in the order of their keys; an empty answer is the end. */
  listAfter(after: ConversationRef | null, limit: number): readonly SweptConversation[] {
    return this.#sql.after
      .all(after?.shopId ?? '', after?.buyerPin ?? '', limit)
      .map((row) => sweptRow.parse(row));
  }

  /** Null for all shops; shops without a conversation are left out. */
  count(shopId: ShopId | null): readonly ConversationCount[] {
    const rows = shopId === null ? this.#sql.countAll.all() : this.#sql.countOfShop.all(shopId);
    const counts = rows.map((row) => countRow.parse(row));
    if (shopId !== null) return counts.filter(({ conversations }) => conversations > 0);
    const waiting = new Map(
      this.#sql.countWaiting.all().map((row) => {
        const { shop_id: of, waiting: count } = waitingRow.parse(row);
        return [of, count];
      }),
    );
    return counts.map(({ shopId: of, conversations }) => {
      return { shopId: of, conversations, waiting: waiting.get(of) ?? 0 };
    });
  }

  #read(rows: readonly unknown[]): readonly Conversation[] {
    return this.rows.readAll('conversation', conversationRow, rows).map((row) => {
      const found = this.#sql.suggestionsOf.all(row.shopId, row.buyerPin);
      const suggestions = this.rows.readAll('suggestion', suggestionRow, found);
      return Object.assign(row, { suggestions });
    });
  }

  #putSuggestions({ shopId, buyerPin }: ConversationRef, suggestions: readonly Suggestion[]): void {
    this.#sql.clearSuggestions.run(shopId, buyerPin);
    for (const [place, suggestion] of suggestions.entries()) {
      this.#sql.putSuggestion.run(
        this.sealed('suggestion', {
          shop_id: shopId,
          buyer_pin: buyerPin,
          place,
          suggestion_id: suggestion.suggestionId,
          type: suggestion.type,
          content: suggestion.content,
          received_at: wholeMs(suggestion.receivedAt),
          why: suggestion.why,
        }),
      );
    }
  }
}
