import type { InputQueue } from './input-queue.ts';
import type { Clock } from './ports/clock.ts';
import type { Connectors, SendOutcome } from './ports/connectors.ts';
import { partFor } from './send-part.ts';
import { beginSend } from './steps/begin-send.ts';
import { holdNow } from './steps/hold.ts';
import { fileUploaded, sendOutcome } from './steps/send-outcome.ts';
import type { TypingWatch } from './typing-watch.ts';
import type { WorkingState } from './working-state.ts';
import {
  conversationKey,
  type ConversationKey,
  type MessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import type { Message, MessageType } from '#shared/model/message.ts';

/** A platform that answers later than this has answered too late: the message is unconfirmed, its lane goes on. */
const ANSWER_DEADLINE_MS = 60_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * One attempt of a message. `isOver`: its lane went on without the answer, which came too late or was not needed.
 */
type Flight = { isOver: boolean; readonly cancelDeadline: () => void };

/** The wait before the next try of a lane; `cancel` is null once that try has begun. */
type Retry = { readonly waitMs: number; readonly cancel: (() => void) | null };

/**
 * Hands queued messages to the platforms: one in flight in each conversation, any number of conversations at once (CV3).
 * It holds no truth of its own: what is queued stands in the working state, and every turn is a durable step.
 */
export class SendDispatcher {
  readonly #clock: Clock;
  readonly #state: WorkingState;
  readonly #typing: TypingWatch;
  readonly #inputs: InputQueue;
  readonly #busy = new Set<ConversationKey>();
  /** The newest attempt of a message; an answer to an older one knows less. */
  readonly #flights = new Map<MessageId, Flight>();
  readonly #retries = new Map<ConversationKey, Retry>();
  #connectors: Connectors | null = null;

  constructor(parts: {
    readonly clock: Clock;
    readonly state: WorkingState;
    readonly typing: TypingWatch;
    readonly inputs: InputQueue;
  }) {
    this.#clock = parts.clock;
    this.#state = parts.state;
    this.#typing = parts.typing;
    this.#inputs = parts.inputs;
  }

  start(connectors: Connectors): void {
    this.#connectors = connectors;
    for (const shopId of this.#state.shops.keys()) this.wakeShop(shopId);
  }

  /** Nothing new begins; what is with the platform keeps its state `sending` and is looked at by the next life. */
  stop(): void {
    this.#connectors = null;
    for (const retry of this.#retries.values()) retry.cancel?.();
    this.#retries.clear();
  }

  /** Gives the next queued message of a conversation its turn, if the lane is free and the shop is online. */
  wake(key: ConversationKey): void {
    if (this.#connectors === null || this.#busy.has(key)) return;
    const next = this.#state.sends.nextQueued(key);
    if (next === null) return;
    if (this.#state.shops.get(next.shopId)?.state.kind !== 'online') return;
    this.#busy.add(key);
    this.#inputs.run(beginSend(key, next.messageId)).catch(() => this.free(key, true));
  }

  /** A shop is online (again): every lane of it tries at once. */
  wakeShop(shopId: ShopId): void {
    for (const key of this.#state.sends.lanesOf(shopId)) {
      const cancel = this.#retries.get(key)?.cancel ?? null;
      this.#retries.delete(key);
      if (cancel !== null) {
        cancel();
        this.#busy.delete(key);
      }
      this.wake(key);
    }
  }

  /** The turn is over. `retryLater`: the platform took nothing although the shop seemed online, so not at once again. */
  free(key: ConversationKey, retryLater: boolean): void {
    const last = this.#retries.get(key);
    last?.cancel?.();
    this.#retries.delete(key);
    this.#busy.delete(key);
    if (!retryLater || this.#connectors === null) {
      this.wake(key);
      return;
    }
    const waitMs = Math.min((last?.waitMs ?? FIRST_RETRY_MS / 2) * 2, LONGEST_RETRY_MS);
    this.#busy.add(key);
    const cancel = this.#clock.setTimer(waitMs, () => {
      this.#retries.set(key, { waitMs, cancel: null });
      this.#busy.delete(key);
      this.wake(key);
    });
    this.#retries.set(key, { waitMs, cancel });
  }

  /** The message stands durably at `sending`: exactly one call of the platform follows. */
  send(message: Message): void {
    const connectors = this.#connectors;
    const shop = this.#state.shops.get(message.shopId);
    const sendable = shop && partFor(shop, { ...message, type: message.type as MessageType });
    if (connectors === null || sendable === undefined || 'refusal' in sendable) {
      // Stopped, or the shop changed between the step and now: it is queued again, and judged again at its next turn.
      this.#end(message, { kind: 'notWritten', why: 'changed' }, true);
      return;
    }
    const flight: Flight = {
      isOver: false,
      cancelDeadline: this.#clock.setTimer(ANSWER_DEADLINE_MS, () => {
        flight.isOver = true;
        this.#end(message, { kind: 'unconfirmed', why: 'timeout' }, true);
      }),
    };
    this.#flights.set(message.messageId, flight);
    const isNewest = (): boolean => this.#flights.get(message.messageId) === flight;
    const take = (outcome: SendOutcome): void => {
      flight.cancelDeadline();
      // An overdue answer is still evidence, but only for the attempt that it belongs to.
      if (outcome.kind === 'sent' || isNewest()) this.#end(message, outcome, !flight.isOver);
      if (isNewest()) this.#flights.delete(message.messageId);
    };
    connectors
      .send(
        message.shopId,
        { buyerPin: message.buyerPin, part: sendable.part },
        () => isNewest() && !flight.isOver && this.#mayWrite(message),
        (address) => this.#inputs.run(fileUploaded(message.messageId, address)),
      )
      .then(take, () => take({ kind: 'unconfirmed', why: 'failed' }));
  }

  /** The platform showed the message before it answered: the next one of the conversation begins. */
  proven(message: Message): void {
    const flight = this.#flights.get(message.messageId);
    if (flight === undefined || flight.isOver) return;
    flight.isOver = true;
    flight.cancelDeadline();
    this.free(conversationKey(message), false);
  }

  /** Asked right before the write, over the newest decisions (CV5). */
  #mayWrite({ messageId }: Message): boolean {
    const message = this.#state.sends.get(messageId);
    if (message?.send?.state !== 'sending' || this.#connectors === null) return false;
    if (!this.#state.autoReplies.has(messageId)) return true;
    return holdNow(this.#state, this.#typing, message, this.#clock.now()) === null;
  }

  #end(message: Message, outcome: SendOutcome, isCurrent: boolean): void {
    this.#inputs
      .run(sendOutcome(this.#state, message, outcome, isCurrent))
      .catch(() => isCurrent && this.free(conversationKey(message), true));
  }
}
