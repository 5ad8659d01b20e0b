import type { SimulatedShop } from '../platforms/shop.ts';
import { SeededRandom } from '../seeded.ts';
import { type Line, pickDialogue, THANKS } from './dialogue.ts';
import type { Person } from './people.ts';

const BURST_GAP_MS = 700;
/** A buyer who has this many unanswered lines waits for the shop. */
const PATIENCE = 4;

/** One scripted buyer: what is left to say, and how long the shop has been silent. */
type Role = {
  readonly shop: SimulatedShop;
  readonly person: Person;
  left: Line[];
  unanswered: number;
};

/**
 * Buyers who live by themselves: every few seconds one of them goes on with the matter, sometimes with several lines in
 * one breath, and about half of the answers get a word back. Who says what is decided by the seed.
 */
export class ScriptedBuyers {
  readonly #random: SeededRandom;
  readonly #media: string;
  readonly #everyMs: readonly [low: number, high: number];
  readonly #roles: Role[] = [];
  readonly #undoes: (() => void)[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(parts: {
    seed: string;
    media: string;
    everyMs: readonly [low: number, high: number];
  }) {
    this.#random = new SeededRandom(`buyers ${parts.seed}`);
    this.#media = parts.media;
    this.#everyMs = parts.everyMs;
  }

  add(shop: SimulatedShop, person: Person): void {
    const role: Role = { shop, person, left: [], unanswered: 0 };
    this.#roles.push(role);
    this.#undoes.push(
      shop.onBuyerScreen(person.pin, (seen) => {
        if (seen.from === 'buyer') return;
        role.unanswered = 0;
        if (this.#random.next() < 0.5) {
          const line: Line = { type: 'text', content: this.#random.pick(THANKS) };
          this.#after(this.#random.between(4000, 12_000), () => this.#say(role, line));
        }
      }),
    );
  }

  start(): void {
    if (this.#roles.length > 0) this.#planNext();
  }

  stop(): void {
    for (const undo of this.#undoes) undo();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #planNext(): void {
    this.#after(this.#random.between(...this.#everyMs), () => {
      const ready = this.#roles.filter(({ unanswered }) => unanswered < PATIENCE);
      if (ready.length > 0) this.#goOn(this.#random.pick(ready));
      this.#planNext();
    });
  }

  #goOn(role: Role): void {
    if (role.left.length === 0) {
      const setting = { platform: role.shop.platform, media: this.#media };
      role.left = [...pickDialogue(this.#random, setting)];
    }
    const inOneBreath = this.#random.next() < 0.3 ? role.left.length : 1;
    for (const [index, line] of role.left.splice(0, inOneBreath).entries()) {
      this.#after(index * BURST_GAP_MS, () => this.#say(role, line));
    }
  }

  #say(role: Role, line: Line): void {
    role.unanswered += 1;
    role.shop.buyerSays(role.person.pin, line.type, line.content, role.person.name);
  }

  #after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }
}
