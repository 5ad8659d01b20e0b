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
  type ConversationKey,
  type ConversationRef,
} from '#shared/model/ids.ts';
import { MESSAGE_TYPES } from '#shared/model/message.ts';
import { wholeMs } from '../limits.ts';
import { flagColumn, jsonColumn, memberOf, numberOrNull, textOrNull } from '../row-reader.ts';
import { insert, upsert } from '../writes.ts';
import { cardDetail, entryType, originMember, lineStateMember } from './message.ts';
import { Repository } from './repository.ts';

export const CONVERSATION_SQL = {
  put: upsert('conversation'),
  all: 'SELECT * FROM conversation',
  clearSuggestions: 'DELETE FROM suggestion WHERE shop_id = ? AND buyer_pin = ?',
  putSuggestion: insert('suggestion'),
  allSuggestions: 'SELECT * FROM suggestion ORDER BY shop_id, buyer_pin, place',
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
  .transform((row): { readonly key: ConversationKey; readonly suggestion: Suggestion } => ({
    key: conversationKey({ shopId: row.shop_id, buyerPin: row.buyer_pin }),
    suggestion: {
      suggestionId: row.suggestion_id,
      type: row.type,
      content: row.content,
      receivedAt: row.received_at,
      why: row.why,
    },
  }));

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

  loadAll(): readonly Conversation[] {
    const held = new Map<ConversationKey, Suggestion[]>();
    const suggestions = this.#sql.allSuggestions.all();
    for (const { key, suggestion } of this.rows.readAll('suggestion', suggestionRow, suggestions)) {
      const list = held.get(key);
      if (list === undefined) held.set(key, [suggestion]);
      else list.push(suggestion);
    }
    const rows = this.rows.readAll('conversation', conversationRow, this.#sql.all.all());
    return rows.map((row) => Object.assign(row, { suggestions: held.get(row.key) ?? [] }));
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
