import type { SeededRandom } from '../../../sandbox/seeded.ts';
import { asBuyerPin, type ConversationRef } from '#shared/model/ids.ts';
import { RegistryWorld } from './registry-world.ts';
import { CUTS, type Cut } from './site.ts';

const SHOPS = 3;
const PINS = ['甲', '乙', '丙', '丁'].map((pin) => asBuyerPin(pin));
/** A shop's writes start some hundred milliseconds after one another. */
const CUT_WITHIN_MS = 3_000;
const KNOWN_WITHIN_MS = 10_000;
/** The longest wait before a page is opened again, and a list poll after it. */
const HEALED_WITHIN_MS = 100_000;

/** One world and what was done to it. */
export class Rounds {
  readonly world: RegistryWorld;
  readonly faults: string[] = [];
  readonly cuts = new Map<Cut, number>();
  readonly #random: SeededRandom;
  readonly #refs: readonly ConversationRef[];
  readonly #sent: { readonly ref: ConversationRef; readonly content: string }[] = [];

  constructor(random: SeededRandom) {
    this.#random = random;
    this.world = new RegistryWorld(SHOPS, this.#random);
    this.#refs = this.world.shopIds.flatMap((shopId) =>
      PINS.map((buyerPin) => ({ shopId, buyerPin })),
    );
  }

  async run(rounds: number): Promise<void> {
    await this.world.start();
    await this.world.clock.advance(5_000);
    for (const [index, ref] of this.#refs.entries()) this.world.buyerSays(ref, `问${index}`);
    await this.world.clock.advance(1_000);
    for (let round = 0; round < rounds; round += 1) await this.#round(round);
    this.#compare();
  }

  async #round(round: number): Promise<void> {
    const { world } = this;
    const random = this.#random;
    const cut = random.pick(CUTS);
    const shopId = random.pick(world.shopIds);
    const site = world.site(shopId);
    let happened = false;
    const isOver = (): boolean => happened;
    site.cut = cut;
    site.onCut = (what) => {
      if (what !== cut) return;
      happened = true;
      if (what.startsWith('killed')) world.kill();
    };
    if (cut.startsWith('swapped')) this.#swap(cut, site);
    const contents: string[] = [];
    for (let count = random.between(1, 4); count > 0; count -= 1) {
      const ref = { shopId, buyerPin: random.pick(PINS) };
      const content = `${round}-${count}`;
      if (await this.#send(ref, content)) contents.push(content);
      if (isOver()) break;
      await world.clock.advance(random.between(0, 400));
    }
    for (let waited = 0; !isOver() && waited < CUT_WITHIN_MS; waited += 100)
      await world.clock.advance(100);
    if (cut.startsWith('killed') && isOver()) await world.start();
    await world.clock.advance(KNOWN_WITHIN_MS);
    for (const content of contents) this.#assertKnown(content, `round ${round}, ${cut}`);
    if (happened || cut.startsWith('swapped')) this.cuts.set(cut, (this.cuts.get(cut) ?? 0) + 1);
    await this.#heal();
  }

  /** False: the process was killed before it had taken the reply. */
  async #send(ref: ConversationRef, content: string): Promise<boolean> {
    let isQueued: boolean | null = null;
    void this.world.agentSends(ref, content).then((ok) => (isQueued = ok));
    await this.world.clock.advance(0);
    if (isQueued === false) this.faults.push(`${content} was refused`);
    const isTaken = isQueued === true || this.world.message(content) !== undefined;
    if (isTaken) this.#sent.push({ ref, content });
    return isTaken;
  }

  #swap(cut: Cut, site: ReturnType<RegistryWorld['site']>): void {
    const other = this.world.shopIds.find((shopId) => shopId !== site.shopId);
    if (other === undefined) return;
    site.shown = this.world.booksOf(other);
    if (cut === 'swappedBefore') site.navigate();
  }

  /** 10 s after the cut: at an end, or waiting for its turn with the reason in sight (PL1). */
  #assertKnown(content: string, when: string): void {
    const message = this.world.message(content);
    const state = message?.send?.state ?? 'gone';
    if (state === 'sent' || state === 'unconfirmed' || state === 'rejected') return;
    const shop = message === undefined ? 'unknown' : this.world.stateOf(message.shopId);
    if (state === 'queued' && shop !== 'online') return;
    this.faults.push(`${when}: ${content} is ${state} while the shop is ${shop}`);
  }

  async #heal(): Promise<void> {
    const { world } = this;
    for (const shopId of world.shopIds) {
      const site = world.site(shopId);
      site.cut = 'none';
      site.onCut = () => undefined;
      site.isChallenged = false;
      site.shown = site.own;
      if (world.stateOf(shopId) !== 'online') await world.core.handlers['shops.retry']({ shopId });
    }
    await world.clock.advance(HEALED_WITHIN_MS);
    for (const shopId of world.shopIds)
      if (world.stateOf(shopId) !== 'online')
        this.faults.push(`${shopId} stays ${world.stateOf(shopId)}`);
  }

  /** The platform's books against what the agent sees. */
  #compare(): void {
    const reached = new Map<string, number>();
    for (const [shopId, books] of this.world.books) {
      for (const { buyer, content } of books.delivered()) {
        reached.set(content, (reached.get(content) ?? 0) + 1);
        const meant = this.#sent.find((one) => one.content === content)?.ref;
        if (meant?.shopId !== shopId || meant.buyerPin !== buyer)
          this.faults.push(`${content} reached ${buyer} of ${shopId}`);
      }
    }
    for (const { content } of this.#sent) {
      const times = reached.get(content) ?? 0;
      const state = this.world.message(content)?.send?.state ?? 'gone';
      if (times > 1) this.faults.push(`${content} reached the buyer ${times} times`);
      const possible = times === 0 ? ['unconfirmed', 'rejected'] : ['sent', 'unconfirmed'];
      if (!possible.includes(state))
        this.faults.push(`${content} is ${state} and reached the buyer ${times} times`);
    }
  }
}
