import type { Answered } from '#shared/model/conversation.ts';
import * as z from 'zod';
import {
  asBuyerPin,
  asMessageId,
  asPlatformMessageId,
  asShopId,
  type ConversationRef,
  type MessageId,
  type PlatformMessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import {
  MESSAGE_TYPES,
  type Message,
  type MessagePosition,
  type Origin,
  type SendState,
  type SendReason,
  type SystemLine,
} from '#shared/model/message.ts';
import type { LineState } from '#shared/model/conversation.ts';
import { ERROR_KINDS } from '#shared/model/result.ts';
import { wholeMs } from '../limits.ts';
import { jsonColumn, memberOf, numberOrNull, textOrNull } from '../row-reader.ts';
import { upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const MESSAGE_SQL = {
  put: upsert('message', ['message_id']),
  byId: 'SELECT * FROM message WHERE message_id = ?',
  byPlatformId: 'SELECT * FROM message WHERE shop_id = ? AND platform_message_id = ?',
  newest: `SELECT * FROM message WHERE shop_id = ? AND buyer_pin = ?
    ORDER BY order_at DESC, arrival DESC LIMIT ?`,
  olderThan: `SELECT * FROM message WHERE shop_id = ? AND buyer_pin = ? AND (order_at, arrival) < (?, ?)
    ORDER BY order_at DESC, arrival DESC LIMIT ?`,
  from: `SELECT * FROM message WHERE shop_id = ? AND buyer_pin = ? AND (order_at, arrival) >= (?, ?)
    ORDER BY order_at, arrival LIMIT ?`,
  // The signs keep SQLite from the timeline's index, in which it would read all that arrived before.
  buyerAfter: `SELECT * FROM message WHERE shop_id = ? AND buyer_pin = ? AND origin = 'buyer' AND arrival > ?
    AND +order_at >= ? ORDER BY +order_at, arrival LIMIT 1`,
  openSends: `SELECT * FROM message WHERE send_state IN ('queued', 'sending', 'unconfirmed')
    ORDER BY arrival`,
  removeOlder: `DELETE FROM message WHERE arrival IN (
    SELECT arrival FROM message WHERE shop_id = ? AND buyer_pin = ? AND order_at < ?
      AND (send_state IS NULL OR send_state NOT IN ('queued', 'sending', 'unconfirmed'))
    LIMIT ?)`,
  last: 'SELECT * FROM message ORDER BY arrival DESC LIMIT 1',
} as const;

export const cardDetail = z.object({
  title: textOrNull,
  priceText: textOrNull,
  imageUrl: textOrNull,
  goodsId: textOrNull,
  orderId: textOrNull,
  link: textOrNull,
});
const cardColumn = jsonColumn(cardDetail);

const systemLine: z.ZodType<SystemLine> = z.discriminatedUnion('code', [
  z.object({ code: z.literal('takeover.started'), by: z.enum(['switch', 'reply']) }),
  z.object({ code: z.literal('takeover.ended'), by: z.enum(['switch', 'countdown']) }),
  z.object({
    code: z.literal('transfer.done'),
    staffName: z.string(),
    by: z.enum(['agent', 'backoffice']),
  }),
  z.object({ code: z.literal('transfer.failed'), staffName: z.string(), reason: z.string() }),
  z.object({ code: z.literal('gateway.error'), text: z.string() }),
  z.object({ code: z.literal('platform.notice'), text: z.string() }),
]);

export const originMember = memberOf<Origin>({
  buyer: true,
  agent: true,
  backoffice: true,
  platform: true,
  system: true,
});
const SEND_STATES = {
  queued: true,
  sending: true,
  sent: true,
  unconfirmed: true,
  rejected: true,
  cancelled: true,
} as const;

const sendStateMember = memberOf<SendState>(SEND_STATES);
export const lineStateMember = memberOf<LineState>({ ...SEND_STATES, late: true });
export const entryType = z.enum([...MESSAGE_TYPES, 'systemLine', 'unknown']);

/** A system line is a `notice` in the file: to rename it there would read a whole history once, for a word that is seen nowhere else. */
const STORED_SYSTEM_LINE = 'notice';
const storedType = z
  .enum([...MESSAGE_TYPES, STORED_SYSTEM_LINE, 'unknown'])
  .transform((type) => (type === STORED_SYSTEM_LINE ? 'systemLine' : type));

const sendReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('auto') }),
  z.object({ code: z.literal('late') }),
  z.object({ code: z.literal('held') }),
  z.object({
    code: z.literal('refused'),
    platformCode: z.string(),
    words: z.string().nullable(),
  }),
  z.object({ code: z.literal('impossible'), error: z.enum(ERROR_KINDS) }),
  z.object({ code: z.literal('unclear'), trace: z.string() }),
]) satisfies z.ZodType<SendReason>;

const reasonText = (send: Message['send']): string | null =>
  send === null || send.reason === null ? null : JSON.stringify(send.reason);

export const messageRow = z
  .object({
    arrival: z.number(),
    message_id: z.string().transform(asMessageId),
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin),
    origin: originMember,
    type: storedType,
    content: z.string(),
    card: cardColumn.nullable(),
    notice: jsonColumn(systemLine).nullable(),
    order_at: z.number(),
    sent_at: z.number(),
    platform_message_id: z.string().transform(asPlatformMessageId).nullable(),
    send_state: sendStateMember.nullable(),
    send_reason: jsonColumn(sendReason).nullable().catch(null),
    send_changed_at: numberOrNull,
  })
  .transform((row): Message => ({
    messageId: row.message_id,
    shopId: row.shop_id,
    buyerPin: row.buyer_pin,
    origin: row.origin,
    type: row.type,
    content: row.content,
    card: row.card,
    systemLine: row.notice,
    orderAt: row.order_at,
    arrival: row.arrival,
    sentAt: row.sent_at,
    platformMessageId: row.platform_message_id,
    send:
      row.send_state === null
        ? null
        : {
            state: row.send_state,
            reason: row.send_reason,
            changedAt: row.send_changed_at ?? row.sent_at,
          },
  }));

/** The highest number counts, also of a row that the model does not know. */
const arrivalRow = z.object({ arrival: z.number() });

const belongsTo = (ref: ConversationRef, { shopId, buyerPin }: Message): boolean =>
  shopId === ref.shopId && buyerPin === ref.buyerPin;

/** Sends that are not at their end, as in the index `message_open_send`. */
const isOpenState = (state: SendState | undefined): boolean =>
  state === 'queued' || state === 'sending' || state === 'unconfirmed';

export class MessageRepository extends Repository {
  readonly #sql = this.prepare(MESSAGE_SQL);

  put(message: Message): void {
    this.#sql.put.run(
      this.sealed('message', {
        arrival: message.arrival,
        message_id: message.messageId,
        shop_id: message.shopId,
        buyer_pin: message.buyerPin,
        origin: message.origin,
        type: message.type === 'systemLine' ? STORED_SYSTEM_LINE : message.type,
        content: message.content,
        card: message.card === null ? null : JSON.stringify(message.card),
        notice: message.systemLine === null ? null : JSON.stringify(message.systemLine),
        order_at: wholeMs(message.orderAt),
        sent_at: wholeMs(message.sentAt),
        platform_message_id: message.platformMessageId,
        send_state: message.send?.state ?? null,
        send_reason: reasonText(message.send),
        send_changed_at: message.send === null ? null : wholeMs(message.send.changedAt),
      }),
    );
  }

  findById(messageId: MessageId): Message | null {
    return this.#readOne(this.#sql.byId.get(messageId), (found) => found.messageId === messageId);
  }

  findByPlatformId(shopId: ShopId, id: PlatformMessageId): Message | null {
    return this.#readOne(
      this.#sql.byPlatformId.get(shopId, id),
      (found) => found.shopId === shopId && found.platformMessageId === id,
    );
  }

  findBuyerMessageAfter(ref: ConversationRef, after: Answered): Message | null {
    const row = this.#sql.buyerAfter.get(
      ref.shopId,
      ref.buyerPin,
      after.arrival,
      after.elsewhereAt ?? 0,
    );
    return this.#readOne(row, (found) => belongsTo(ref, found) && found.origin === 'buyer');
  }

  /** One page by keyset: its cost does not grow with the distance from the end. */
  loadPage(
    ref: ConversationRef,
    before: MessagePosition | null,
    limit: number,
  ): { readonly messages: readonly Message[]; readonly hasOlder: boolean } {
    const { shopId, buyerPin } = ref;
    const found =
      before === null
        ? this.#sql.newest.all(shopId, buyerPin, limit + 1)
        : this.#sql.olderThan.all(shopId, buyerPin, before.orderAt, before.arrival, limit + 1);
    return {
      messages: this.#readAll(found.slice(0, limit), (row) => belongsTo(ref, row)).toReversed(),
      hasOlder: found.length > limit,
    };
  }

  /** The same towards the end, with the message at `from` itself. */
  loadFrom(
    ref: ConversationRef,
    from: MessagePosition,
    limit: number,
  ): { readonly messages: readonly Message[]; readonly hasNewer: boolean } {
    const { shopId, buyerPin } = ref;
    const found = this.#sql.from.all(shopId, buyerPin, from.orderAt, from.arrival, limit + 1);
    return {
      messages: this.#readAll(found.slice(0, limit), (row) => belongsTo(ref, row)),
      hasNewer: found.length > limit,
    };
  }

  loadOpenSends(): readonly Message[] {
    return this.#readAll(this.#sql.openSends.all(), ({ send }) => isOpenState(send?.state));
  }

  /** Of one conversation, at most `limit` at once; sends that are not at their end stay. Answers how many are gone. */
  removeOlder(ref: ConversationRef, before: number, limit: number): number {
    return this.#sql.removeOlder.run(ref.shopId, ref.buyerPin, wholeMs(before), limit).changes;
  }

  lastArrival(): number {
    const last = this.#sql.last.get();
    return this.rows.readOne('message', arrivalRow, last)?.arrival ?? 0;
  }

  #readOne(row: unknown, belongs: (found: Message) => boolean): Message | null {
    return row === undefined ? null : (this.#readAll([row], belongs)[0] ?? null);
  }

  /** An index is not covered by the checksums of the rows: what it led to has to be what was asked for. */
  #readAll(rows: readonly unknown[], belongs: (found: Message) => boolean): readonly Message[] {
    const found = this.rows.readAll('message', messageRow, rows);
    const right = found.filter(belongs);
    this.rows.noteDamaged('message', found.length - right.length);
    return right;
  }
}
