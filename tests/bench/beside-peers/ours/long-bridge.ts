import type { CallName } from '#shared/ipc/call-names.ts';
import type { Bridge, EventName, Events } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { asBuyerPin, asMessageId, type ConversationRef } from '#shared/model/ids.ts';
import type { Message, MessagePosition } from '#shared/model/message.ts';
import { ok, type Result } from '#shared/model/result.ts';
import type { Replica } from '#shared/sync/delta.ts';
import { aConversation, aMessage } from '../../../../renderer/state/testing/records.ts';
import { lengthOf, said, TALKS, talkName } from '../said.ts';

const PIN_START = 'talk-';
export const pinOf = (talk: number): string => `${PIN_START}${String(talk)}`;

type Page = ConversationRef & { readonly before: MessagePosition | null; readonly limit: number };

/**
 * A host whose conversations are long: it makes each page of messages when it is asked, so that the page of the bench
 * holds no more of them than the app does. Whatever else the app asks is answered with yes.
 */
export class LongBridge implements Bridge {
  readonly #replica: Replica;
  readonly #shopId: Conversation['shopId'];
  readonly #listeners = new Set<(payload: Events['sync.delta']) => void>();
  readonly #written = new Map<number, number>();
  #seq = 0;

  /** `world`: everything but the conversations. */
  constructor(world: Replica, shopId: Conversation['shopId']) {
    this.#shopId = shopId;
    const rows = Array.from({ length: TALKS + 1 }, (_, talk) => this.#row(talk));
    const conversations = Object.fromEntries(rows.map((row) => [row.key, row]));
    this.#replica = { ...world, conversations };
  }

  /** A message of now, told as the core tells it: with the conversation that it changes, in one delta. */
  append(talk: number): void {
    const written = (this.#written.get(talk) ?? 0) + 1;
    this.#written.set(talk, written);
    this.#seq += 1;
    const cursor = { epoch: 'e', seq: this.#seq };
    const message = this.#message(talk, lengthOf(talk) + written - 1);
    const delta = { messages: [message], conversations: [this.#row(talk)] };
    for (const listener of this.#listeners) listener({ cursor, delta });
  }

  call: Bridge['call'] = async (name, input) => {
    const answers: Partial<Record<CallName, () => unknown>> = {
      'sync.loadSnapshot': () => ({
        cursor: { epoch: 'e', seq: this.#seq },
        replica: this.#replica,
      }),
      'messages.loadPage': () => this.#page(input as unknown as Page),
      'conversations.loadPage': () => ({ conversations: [], next: null }),
      'shops.loadNotices': () => [],
    };
    return ok(answers[name]?.() ?? null) as Result<never>;
  };

  on: Bridge['on'] = <Name extends EventName>(
    name: Name,
    listen: (payload: Events[Name]) => void,
  ) => {
    if (name !== 'sync.delta') return () => undefined;
    const listener = listen as (payload: Events['sync.delta']) => void;
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onTransport(listen: (state: 'open' | 'closed') => void): () => void {
    listen('open');
    return () => undefined;
  }

  #page({ buyerPin, before, limit }: Page): object {
    const talk = Number(buyerPin.slice(PIN_START.length));
    const length = lengthOf(talk) + (this.#written.get(talk) ?? 0);
    // The place in the conversation is the index.
    const to = before === null ? length : before.arrival;
    const from = Math.max(0, to - limit);
    const messages = Array.from({ length: to - from }, (_, at) => this.#message(talk, from + at));
    return { messages, hasOlder: from > 0 };
  }

  #message(talk: number, index: number): Message {
    const { key, text, isBuyer, at } = said(talk, index);
    return aMessage(key, at, {
      messageId: asMessageId(key),
      shopId: this.#shopId,
      buyerPin: asBuyerPin(pinOf(talk)),
      origin: isBuyer ? 'buyer' : 'backoffice',
      content: text,
      arrival: index,
      send: isBuyer ? null : { state: 'sent', reason: null, changedAt: at },
    });
  }

  #row(talk: number): Conversation {
    const { text, at, isBuyer } = said(talk, lengthOf(talk) + (this.#written.get(talk) ?? 0) - 1);
    return aConversation(pinOf(talk), {
      shopId: this.#shopId,
      buyerName: talkName(talk),
      last: {
        origin: isBuyer ? 'buyer' : 'backoffice',
        type: 'text',
        text,
        at,
        sendState: isBuyer ? null : 'sent',
      },
      lastOrderAt: at,
    });
  }
}
