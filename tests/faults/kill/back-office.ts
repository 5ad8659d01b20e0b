import { ScriptedGateway, type Peer } from '../../../electron/gateway/testing/scripted-gateway.ts';
import type { ConversationRef } from '#shared/model/ids.ts';
import type { Staff } from '#shared/model/shop.ts';
import { colleague, SHOPS } from './platform.ts';

/** The back office wants a buyer in other hands. */
export type Wish = { readonly ref: ConversationRef; readonly staff: Staff };
type Frame = Readonly<Record<string, unknown>>;

/**
 * The back office at the other end of a real socket: answers pings, pushes cookies, lets its AI write, and repeats what
 * has an id to whoever connects anew (GW11). It keeps every frame it was sent.
 */
export class BackOffice {
  /** Each buyer's message by its content, under the ids by which it came. */
  readonly heard = new Map<string, Set<string>>();
  readonly heardIds = new Set<string>();
  /** Replies with an id: repeated until they arrive. */
  readonly promised = new Set<string>();
  /** Transfer wishes, oldest first. */
  readonly wishes: Wish[] = [];
  onEvent: (what: 'connected' | 'frame' | 'ping') => void = () => undefined;
  readonly #gateway: ScriptedGateway;
  readonly #repeated: Frame[] = [];
  #peer: Peer | null = null;
  #count = 0;

  private constructor(gateway: ScriptedGateway) {
    this.#gateway = gateway;
  }

  static async open(): Promise<BackOffice> {
    const office = new BackOffice(await ScriptedGateway.open());
    void office.#welcome();
    return office;
  }

  get url(): string {
    return this.#gateway.url;
  }

  /** An AI reply. Without an id it cannot be repeated, and is not written when nobody is there. */
  reply(ref: ConversationRef, hasId: boolean): void {
    if (!hasId && this.#peer === null) return;
    this.#count += 1;
    const content = `${hasId ? 'i' : 'a'}${this.#count}`;
    this.#write(ref, 'message', content, hasId);
  }

  transfer(ref: ConversationRef): void {
    this.#count += 1;
    this.#write(ref, 'transfer', colleague(this.#count).name, true);
  }

  /** Ids of the frames that come until they are taken. */
  repeatedIds(): readonly string[] {
    return this.#repeated.map((frame) => String(frame['message_id']));
  }

  /** What the last life wrote has been read to its end. */
  async lifeIsOver(): Promise<void> {
    await this.#peer?.closed;
    this.#peer = null;
  }

  close(): Promise<void> {
    return this.#gateway.close();
  }

  #write(ref: ConversationRef, type: string, content: string, hasId: boolean): void {
    const frame = {
      type,
      content,
      ...(type === 'message' && { msg_type: 'text' }),
      receiver: { id: ref.buyerPin },
      store_id: ref.shopId,
      ...(hasId && { message_id: `g${this.#count}` }),
    };
    if (hasId) {
      this.#repeated.push(frame);
      if (type === 'message') this.promised.add(content);
      else this.wishes.push({ ref, staff: colleague(this.#count) });
    }
    this.#peer?.say(frame);
  }

  async #welcome(): Promise<void> {
    for (;;) {
      const peer = await this.#gateway.nextPeer();
      peer.socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString('utf8'))));
      peer.success();
      for (const shop of SHOPS) {
        const cookie = `sessionid=${shop}`;
        peer.say({
          type: 'connect_success',
          content: cookie,
          store_id: shop,
          platform_name: '抖音',
        });
      }
      for (const frame of this.#repeated) peer.say(frame);
      this.#peer = peer;
      this.onEvent('connected');
    }
  }

  #hear(frame: Frame): void {
    const { type, content, message_id: id } = frame;
    if (type === 'ping') return this.onEvent('ping');
    this.heardIds.add(String(id));
    if (type === 'message') {
      const ids = this.heard.get(String(content)) ?? new Set();
      this.heard.set(String(content), ids.add(String(id)));
    }
    this.onEvent('frame');
  }
}
