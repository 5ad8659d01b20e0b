import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import Database from 'better-sqlite3';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import type { SpecGateway } from '../../e2e/spec-gateway.ts';
import { asBuyerPin, asShopId, type ConversationRef } from '#shared/model/ids.ts';
import type { FromApp, ToApp } from './words.ts';

const PROGRAM = path.join(import.meta.dirname, 'soak-app.ts');
/** Half of the messages are buyers', half the back office's replies to them. */
const TURN_MS = 50;
const BUYERS_EACH_TURN = 5;
/** The back office answers so long after the question. */
const REPLY_AFTER_TURNS = 200;
/** Coprime to any number of conversations that is a round one: all have their turn. */
const STRIDE = 7_919;

/** Closed ones too: their buyers speak again. Where the agent has taken over, replies are held and become no messages. */
const readConversations = (directory: string): readonly ConversationRef[] => {
  const db = new Database(databaseFileIn(directory), { readonly: true });
  try {
    return db
      .prepare<[], { shop: string; buyer: string }>(
        "SELECT shop_id AS shop, buyer_pin AS buyer FROM conversation WHERE mode ->> 'kind' = 'auto'",
      )
      .all()
      .map(({ shop, buyer }) => ({ shopId: asShopId(shop), buyerPin: asBuyerPin(buyer) }));
  } finally {
    db.close();
  }
};

/** The app in its process, the buyers of all its conversations, and a back office that answers each of them. */
export class AppUnderLoad {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #gateway: SpecGateway;
  readonly #conversations: readonly ConversationRef[];
  #timer: NodeJS.Timeout | null = null;
  #turn = 0;
  #turnsWithBuyers = Number.POSITIVE_INFINITY;
  /** Messages of both sides so far. */
  said = 0;

  private constructor(parts: {
    readonly url: string;
    readonly child: ChildProcess;
    readonly gateway: SpecGateway;
    readonly conversations: readonly ConversationRef[];
  }) {
    this.url = parts.url;
    this.#child = parts.child;
    this.#gateway = parts.gateway;
    this.#conversations = parts.conversations;
  }

  static async start(directory: string, gateway: SpecGateway): Promise<AppUnderLoad> {
    const conversations = readConversations(directory);
    const child = fork(PROGRAM, [directory, gateway.address]);
    const [first] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => [null]),
    ])) as [FromApp | null];
    if (first?.tell !== 'ready') throw new Error('the app did not start');
    return new AppUnderLoad({ url: first.url, child, gateway, conversations });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Turns are made up for when the machine was late, so that the pace holds on the whole. */
  begin(): void {
    const beganMs = performance.now();
    this.#timer = setInterval(() => {
      while (this.#turn * TURN_MS < performance.now() - beganMs) this.#speak();
    }, TURN_MS);
  }

  /** Buyers fall silent; resolves when the last of them was answered. */
  async answerTheRest(): Promise<void> {
    this.#turnsWithBuyers = this.#turn;
    while (this.#turn < this.#turnsWithBuyers + REPLY_AFTER_TURNS)
      await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** What its heap holds after a collection, in MiB. */
  async heapMiB(): Promise<number> {
    const answer = once(this.#child, 'message') as Promise<[FromApp]>;
    this.#tell({ say: 'look' });
    const [looked] = await answer;
    return looked.tell === 'looked' ? looked.heapMiB : Number.NaN;
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    const ended = once(this.#child, 'exit');
    this.#tell({ say: 'stop' });
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(late);
  }

  #tell(message: ToApp): void {
    this.#child.send(message);
  }

  #buyersOf(turn: number): readonly ConversationRef[] {
    return Array.from({ length: BUYERS_EACH_TURN }, (_, at) => {
      const number = (turn * BUYERS_EACH_TURN + at) * STRIDE;
      return this.#conversations[number % this.#conversations.length];
    }).filter((ref) => ref !== undefined);
  }

  #speak(): void {
    const turn = this.#turn;
    this.#turn += 1;
    if (turn < this.#turnsWithBuyers) {
      const from = this.#buyersOf(turn);
      this.#tell({ say: 'buyers', from });
      this.said += from.length;
    }
    const asked = turn - REPLY_AFTER_TURNS;
    if (asked < 0 || asked >= this.#turnsWithBuyers) return;
    for (const { shopId, buyerPin } of this.#buyersOf(asked)) {
      this.said += 1;
      this.#gateway.send({
        type: 'message',
        content: `您好，您问的第 ${String(this.said)} 单今天 17 点前发出。`,
        msg_type: 'text',
        receiver: { id: buyerPin },
        store_id: shopId,
      });
    }
  }
}
