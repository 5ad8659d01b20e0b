import type { CallName } from '#shared/ipc/call-names.ts';
import type { Bridge, EventName, Events } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { asBuyerPin, asMessageId, asShopId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { newConversation } from '#shared/model/new-rows.ts';
import { ok, type Result } from '#shared/model/result.ts';
import { EMPTY_OVERVIEW, type Replica } from '#shared/sync/delta.ts';
import { Urgency } from '../replica/urgency.ts';

/** Records for tests, whole and valid; `change` says what matters in that test. */
export const aConversation = (pin: string, change: Partial<Conversation> = {}): Conversation => {
  const ref = { shopId: change.shopId ?? asShopId('shop-1'), buyerPin: asBuyerPin(pin) };
  return { ...newConversation(ref, { defaultMode: 'auto' }, 0), ...change };
};

export const aMessage = (id: string, orderAt: number, change: Partial<Message> = {}): Message => ({
  messageId: asMessageId(id),
  shopId: asShopId('shop-1'),
  buyerPin: asBuyerPin('buyer'),
  origin: 'buyer',
  type: 'text',
  content: id,
  card: null,
  systemLine: null,
  orderAt,
  arrival: orderAt,
  sentAt: orderAt,
  platformMessageId: null,
  send: null,
  ...change,
});

export const aReplica = (conversations: readonly Conversation[] = []): Replica => ({
  ...EMPTY_OVERVIEW,
  conversations: Object.fromEntries(conversations.map((row) => [row.key, row])),
  waitingLeftOut: 0,
});

type Asked = {
  readonly name: CallName;
  readonly input: object;
  readonly answer: (result: Result<unknown>) => void;
};

/** A bridge whose other end is the test: calls wait in `asked` until they are answered. */
export class FakeBridge implements Bridge {
  readonly asked: Asked[] = [];
  readonly #listeners: { [Name in EventName]: Set<(payload: Events[Name]) => void> } = {
    'sync.delta': new Set(),
    'window.openConversation': new Set(),
    'window.openShop': new Set(),
  };
  readonly #transport = new Set<(state: 'open' | 'closed') => void>();
  #state: 'open' | 'closed' = 'open';

  call: Bridge['call'] = (name, input) =>
    new Promise((resolve) => {
      this.asked.push({
        name,
        input,
        answer: (result) => {
          resolve(result as Result<never>);
        },
      });
    });

  on<Name extends EventName>(name: Name, hear: (payload: Events[Name]) => void): () => void {
    const listeners: Set<(payload: Events[Name]) => void> = this.#listeners[name];
    listeners.add(hear);
    return () => listeners.delete(hear);
  }

  onTransport(hear: (state: 'open' | 'closed') => void): () => void {
    this.#transport.add(hear);
    hear(this.#state);
    return () => this.#transport.delete(hear);
  }

  emit(frame: Events['sync.delta']): void {
    for (const hear of this.#listeners['sync.delta']) hear(frame);
  }

  setCarrier(state: 'open' | 'closed'): void {
    this.#state = state;
    for (const hear of this.#transport) hear(state);
  }

  /** Answers the oldest open call and lets what waits for it run. */
  async answer(value: unknown): Promise<void> {
    await this.answerResult(ok(value));
  }

  async answerResult(result: Result<unknown>): Promise<void> {
    const call = this.asked.shift();
    if (call === undefined) throw new Error('nothing was asked');
    call.answer(result);
    await Promise.resolve();
    await Promise.resolve();
  }
}

/** The order of the waiting where no shop is known. */
export const anUrgency = (): Urgency => new Urgency(EMPTY_OVERVIEW, 0);
