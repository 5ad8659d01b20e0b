import { v7 as uuidv7 } from 'uuid';
import { inventPeople } from '../../../sandbox/buyers/people.ts';
import { SeededRandom } from '../../../sandbox/seeded.ts';
import type { SandboxControl } from '../../e2e/sandbox-control.ts';
import type { AppLives } from './app-lives.ts';
import { asBuyerPin, asShopId, conversationKey } from '#shared/model/ids.ts';
import type { Platform } from '#shared/model/platform.ts';

export type HourShop = { readonly id: string; readonly platform: Platform; readonly name: string };
type Buyer = { readonly shop: HourShop; readonly pin: string; readonly name: string };
export type Said = {
  readonly shop: string;
  readonly pin: string;
  readonly type: string;
  readonly content: string;
};

const BUYERS_EACH = 3;
const AI_ANSWERS = 0.6;
const AGENT_ANSWERS = 0.25;

/**
 * Buyers who speak, a back office and an agent who answer. No two texts are alike, so that each is known again wherever it
 * turns up.
 */
export class Traffic {
  /** What buyers said on the platforms. */
  readonly said: Said[] = [];
  /** Replies of the agent that the app called queued. */
  readonly queued: Said[] = [];
  /** What the back office wrote to an open line; a line that breaks may lose it (the protocol has no receipt). */
  repliesWritten = 0;
  readonly #control: SandboxControl;
  readonly #lives: AppLives;
  readonly #media: string;
  readonly #random: SeededRandom;
  readonly #buyers: readonly Buyer[];
  #number = 0;

  constructor(parts: {
    readonly control: SandboxControl;
    readonly lives: AppLives;
    readonly shops: readonly HourShop[];
    readonly media: string;
    readonly seed: number;
  }) {
    this.#control = parts.control;
    this.#lives = parts.lives;
    this.#media = parts.media;
    this.#random = new SeededRandom(`traffic ${parts.seed}`);
    this.#buyers = parts.shops.flatMap((shop, index) =>
      inventPeople(shop.platform, index, BUYERS_EACH, this.#random).map(({ pin, name }) => ({
        shop,
        pin,
        name,
      })),
    );
  }

  /** One buyer says something; some of it is answered a moment later. */
  async turn(): Promise<void> {
    const buyer = this.#random.pick(this.#buyers);
    await this.#say(buyer, this.#line());
    if (this.#random.next() < AI_ANSWERS) await this.#backOfficeAnswers(buyer);
    if (this.#random.next() < AGENT_ANSWERS) await this.#agentAnswers(buyer);
  }

  /** A buyer of a shop who was never there before, and has said hello. */
  async newcomer(): Promise<{ readonly shop: string; readonly pin: string }> {
    const { shop } = this.#random.pick(this.#buyers);
    const buyer = { shop, pin: `9${String(++this.#number).padStart(12, '0')}`, name: '新来的' };
    await this.#say(buyer, { type: 'text', content: `在吗 #${this.#number}` });
    return { shop: shop.id, pin: buyer.pin };
  }

  #line(): { readonly type: string; readonly content: string } {
    const number = ++this.#number;
    const draw = this.#random.next();
    if (draw < 0.1) return { type: 'image', content: `${this.#media}/photo.png?n=${number}` };
    if (draw < 0.2) {
      const order = `260102-${String(100_000_000_000_000 + number)}`;
      return { type: 'order_card', content: `商品id:100123456789 订单号:${order}` };
    }
    return { type: 'text', content: `请问这款什么时候发货 #${number}` };
  }

  async #say({ shop, pin, name }: Buyer, line: { type: string; content: string }): Promise<void> {
    await this.#control.say(shop.id, pin, { msg_type: line.type, content: line.content, name });
    this.said.push({ shop: shop.id, pin, ...line });
  }

  async #backOfficeAnswers({ shop, pin }: Buyer): Promise<void> {
    const content = `亲,马上为您核实 #${++this.#number}`;
    const frame = { type: 'message', content, msg_type: 'text', receiver: { id: pin } };
    const isWritten = await this.#control.send({ ...frame, store_id: shop.id }).then(
      () => true,
      // Nobody is connected: the back office keeps such a reply to itself.
      () => false,
    );
    if (isWritten) this.repliesWritten += 1;
  }

  async #agentAnswers({ shop, pin }: Buyer): Promise<void> {
    const ref = { shopId: asShopId(shop.id), buyerPin: asBuyerPin(pin) };
    const [waiting] = this.#lives.replica?.conversations[conversationKey(ref)]?.suggestions ?? [];
    if (waiting !== undefined && this.#random.next() < 0.5) {
      await this.#lives.call('suggestions.adopt', { ...ref, suggestionId: waiting.suggestionId });
      return;
    }
    const content = `您好,我是人工客服 #${++this.#number}`;
    const answer = await this.#lives.call('messages.send', {
      ...ref,
      messageId: uuidv7(),
      type: 'text',
      content,
      suggestionId: null,
      typedUpon: null,
    });
    if (answer.ok) this.queued.push({ shop: shop.id, pin, type: 'text', content });
  }
}
