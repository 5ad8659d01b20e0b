import { assertNever } from '#shared/model/result.ts';
import type { SeededRandom } from '../seeded.ts';
import type { Rhythm } from './rhythm.ts';
import {
  type Answerer,
  type Ending,
  finishedRound,
  gapBefore,
  HAND_BACK_MS,
  type Kind,
  KINDS,
  livingRound,
} from './round.ts';
import { spreadRounds } from './spread.ts';

/** What is over has ended at least so long ago, so that the agent has handed it back. */
const OVER_FOR_MS = HAND_BACK_MS + 120_000;
/** Longer than any living round takes and is old, so that the ones before it do not reach into it. */
const BEFORE_LIVING_MS = 8 * 3_600_000;
/** About how many messages a buyer's matter takes; the rounds of a heavy conversation are longer, so that they do not run into each other. */
const ROUND_LENGTH = 9;
const MOST_ROUNDS = 300;

/** Of one conversation: how many messages, and how its newest round ends while it lives. */
export type Planned = {
  readonly messages: number;
  readonly ending: Ending | null;
  readonly random: SeededRandom;
};

/** Every message of the past by its moment, its conversation and its kind: a few bytes each, so that millions fit. */
export class Plan {
  readonly #at: Float64Array;
  readonly #conversation: Uint32Array;
  readonly #kind: Uint8Array;
  readonly #rhythm: Rhythm;
  readonly #now: number;
  #length = 0;

  constructor(messages: number, rhythm: Rhythm, now: number) {
    this.#at = new Float64Array(messages);
    this.#conversation = new Uint32Array(messages);
    this.#kind = new Uint8Array(messages);
    this.#rhythm = rhythm;
    this.#now = now;
  }

  /** Lays out all messages of a conversation. */
  add(conversation: number, { messages, ending, random }: Planned): void {
    const count = roundsOf(messages, random);
    for (const [round, length] of spreadRounds(messages, count, random).entries()) {
      const isNewest = round === count - 1;
      if (isNewest && ending !== null) this.#addLiving(conversation, length, ending, random);
      else {
        const kinds = finishedRound(length, answererOf(random), random);
        const busyMs = this.#rhythm.spanMs * (1 - (round + random.next()) / count);
        this.#addRound(conversation, kinds, random, (tookMs) => {
          const begin = this.#rhythm.momentBefore(busyMs);
          const overForMs = ending === null ? OVER_FOR_MS : BEFORE_LIVING_MS;
          const latest = this.#now - overForMs - random.between(0, 1_800_000);
          return Math.min(begin, latest - tookMs);
        });
      }
    }
  }

  /** In the order in which they happened. */
  *inOrder(): Generator<{
    readonly conversation: number;
    readonly kind: Kind;
    readonly at: number;
  }> {
    const order = new Uint32Array(this.#length);
    for (let place = 0; place < order.length; place += 1) order[place] = place;
    const at = this.#at;
    order.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
    for (const place of order) {
      yield {
        conversation: this.#conversation[place] ?? 0,
        kind: KINDS[this.#kind[place] ?? 0] ?? 'buyer',
        at: at[place] ?? 0,
      };
    }
  }

  #addLiving(conversation: number, length: number, ending: Ending, random: SeededRandom): void {
    const kinds = livingRound(length, ending, random);
    const ageMs = ageOf(ending, random);
    this.#addRound(conversation, kinds, random, (tookMs) => this.#now - ageMs - tookMs);
  }

  /** `begin` answers when the round begins that takes so long. */
  #addRound(
    conversation: number,
    kinds: readonly Kind[],
    random: SeededRandom,
    begin: (tookMs: number) => number,
  ): void {
    const offsets: number[] = [];
    let tookMs = 0;
    let repliedMs = 0;
    for (const [place, kind] of kinds.entries()) {
      if (kind === 'handedBack') tookMs = repliedMs + HAND_BACK_MS;
      else if (place > 0) tookMs += gapBefore(kind, random);
      if (kind === 'agent' || kind === 'elsewhere') repliedMs = tookMs;
      offsets.push(tookMs);
    }
    const from = begin(tookMs);
    for (const [place, kind] of kinds.entries()) {
      this.#at[this.#length] = from + (offsets[place] ?? 0);
      this.#conversation[this.#length] = conversation;
      this.#kind[this.#length] = KINDS.indexOf(kind);
      this.#length += 1;
    }
  }
}

const roundsOf = (messages: number, random: SeededRandom): number => {
  if (messages <= ROUND_LENGTH) return 1;
  if (messages <= 2 * ROUND_LENGTH) return random.next() < 0.5 ? 1 : 2;
  return Math.max(2, Math.min(MOST_ROUNDS, Math.round(messages / ROUND_LENGTH)));
};

const answererOf = (random: SeededRandom): Answerer => {
  const share = random.next();
  if (share < 0.5) return 'backoffice';
  return share < 0.92 ? 'agent' : 'elsewhere';
};

/** How long ago the newest message was: a person who took over a moment ago still has the conversation. */
const ageOf = (ending: Ending, random: SeededRandom): number => {
  switch (ending) {
    case 'waits':
      // Most for some minutes, a few for an hour.
      return Math.floor(4_000 + 3_600_000 * random.next() ** 4);
    case 'waitsWithHeldReply':
      return random.between(130_000, 1_800_000);
    case 'unread':
      return random.between(60_000, 4 * 3_600_000);
    case 'waitsWithSuggestion':
      return random.between(8_000, 300_000);
    case 'takenOver':
    case 'rejected':
    case 'unconfirmed':
      return random.between(20_000, 400_000);
    case 'late':
      return random.between(140_000, 400_000);
    default:
      return assertNever(ending);
  }
};
