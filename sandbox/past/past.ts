import { avatarOf } from '../platforms/avatars.ts';
import { pinOf } from '../buyers/people.ts';
import { SeededRandom, seededUuid } from '../seeded.ts';
import { inventGoods } from './goods.ts';
import { endingOf, isDrafted, isStarred, isTransferAsked } from './living.ts';
import { inventName } from './names.ts';
import { Plan } from './plan.ts';
import { Rhythm } from './rhythm.ts';
import { inventNotices, inventOutages, inventShops, inventStaff, type PastShop } from './shops.ts';
import { spreadMessages } from './spread.ts';
import { Talk, type Handled } from './talk.ts';
import { type PastMessage, Teller } from './tell.ts';
import { newMatter, wordsFor } from './words.ts';
import type { Conversation, Suggestion } from '#shared/model/conversation.ts';
import type { Outage } from '#shared/model/gateway-status.ts';
import { asBuyerPin, asSuggestionId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';

export const PAST_DAYS = 30;
const DAY_MS = 86_400_000;
/** Pictures that no server has: the screen shows its placeholder. */
const NO_MEDIA = 'https://media.invalid';

export type PastOptions = {
  /** Worlds of the sandbox with the same seed have the same shops. */
  readonly seed: number;
  readonly shops: number;
  /** At least as many as shops. */
  readonly conversations: number;
  /** At least as many as conversations. */
  readonly messages: number;
  /** Where the past ends, epoch ms. */
  readonly now: number;
  /** Base of the sandbox's pictures, without a slash at the end; null where none runs. */
  readonly media: string | null;
};

/** Words that stand in one message alone, somewhere deep in the past. */
export type Sample = Pick<Message, 'shopId' | 'buyerPin' | 'content'>;

export type Past = {
  readonly shops: readonly Shop[];
  readonly staffLists: readonly StaffList[];
  readonly outages: readonly Outage[];
  readonly notices: readonly ShopNotice[];
  /** In the order of their arrival numbers, each made as it is asked for; to be walked through once. */
  readonly messages: () => Generator<PastMessage>;
  /** After the last message. */
  readonly conversations: () => Generator<Conversation>;
  /** After the last message. */
  readonly sample: () => Sample;
};

/** What has happened up to `now`. The same options tell the same past, to the last letter. */
export const inventPast = (options: PastOptions): Past => {
  const { now, media } = options;
  const seed = String(options.seed);
  const shops = inventShops(options.shops, seed, now);
  const random = new SeededRandom(`past ${seed}`);
  const sizes = spreadMessages(options.conversations, options.messages, random);
  const talks = inventTalks(options, shops, media, random);
  const plan = new Plan(options.messages, new Rhythm(now, PAST_DAYS), now);
  for (const [index, { parts }] of talks.entries()) {
    const { ending } = parts;
    plan.add(index, { messages: sizes[index] ?? 1, ending, random: parts.random });
  }
  const secret = new SampleSeeker(sizes, talks, seed);
  return {
    shops,
    staffLists: inventStaff(shops, seed, now),
    outages: inventOutages(PAST_DAYS, seed, now),
    notices: inventNotices(shops, PAST_DAYS, seed, now),
    messages: function* () {
      const teller = new Teller(media ?? NO_MEDIA);
      for (const { conversation, kind, at } of plan.inOrder()) {
        const talk = talks[conversation];
        if (talk === undefined) throw new RangeError('a message of no conversation');
        const words = secret.wordsAt(conversation, kind);
        const told = teller.tell(talk, kind, at, words);
        if (words !== null) secret.note(told.message);
        yield told;
      }
    },
    conversations: function* () {
      for (const [index, talk] of talks.entries()) {
        yield talk.conversation(handled(talk, index, seed, options));
      }
    },
    sample: () => secret.found(),
  };
};

/** Who talks with whom; busy shops have several times as many buyers as quiet ones, and each has one. */
const inventTalks = (
  { conversations }: PastOptions,
  shops: readonly PastShop[],
  media: string | null,
  random: SeededRandom,
): readonly Talk[] => {
  const goods = shops.map(({ platform }) => inventGoods(platform, media, random));
  const doors = shops.flatMap((_, place) => Array<number>(random.between(2, 8)).fill(place));
  const taken = new Set<string>();
  return Array.from({ length: conversations }, (_, index) => {
    const own = new SeededRandom(`${String(random.next())} talk ${index}`);
    const place = index < shops.length ? shops.length - 1 - index : random.pick(doors);
    const shop = shops[place];
    if (shop === undefined) throw new RangeError('a talk in no shop');
    const pin = freePin(shop, index, taken, own);
    return new Talk({
      ref: { shopId: shop.shopId, buyerPin: asBuyerPin(pin) },
      name: own.next() < 0.03 ? null : inventName(own),
      avatarUrl: media === null ? null : avatarOf(pin, media),
      goods: goods[place] ?? [],
      ending: endingOf(index, conversations),
      random: own,
    });
  });
};

const freePin = (
  { shopId, platform }: PastShop,
  index: number,
  taken: Set<string>,
  random: SeededRandom,
): string => {
  for (;;) {
    const pin = pinOf(platform, index + 1001, random);
    const key = `${shopId} ${pin}`;
    if (taken.has(key)) continue;
    taken.add(key);
    return pin;
  }
};

/** Hides one sentence in a long conversation, after a quarter of its messages. */
class SampleSeeker {
  readonly #conversation: number;
  readonly #words: string;
  #before: number;
  #sample: Sample | null = null;

  constructor(sizes: Uint32Array, talks: readonly Talk[], seed: string) {
    let best = 0;
    for (const [index, size] of sizes.entries()) {
      const isOver = talks[index]?.parts.ending === null;
      if (isOver && Math.abs(size - FITTING) < Math.abs((sizes[best] ?? 0) - FITTING)) best = index;
    }
    this.#conversation = best;
    this.#before = Math.floor((sizes[best] ?? 0) / 4);
    const number = seededUuid(`past ${seed} sample`).slice(0, 8).toUpperCase();
    this.#words = `上次那套青花盖碗的盖子磕了个小口，编号 ${number}，能单独补一只吗？`;
  }

  /** The sentence, where this message is to say it. */
  wordsAt(conversation: number, kind: string): string | null {
    if (conversation !== this.#conversation || this.#sample !== null) return null;
    this.#before -= 1;
    return this.#before < 0 && (kind === 'buyer' || kind === 'settled') ? this.#words : null;
  }

  note({ shopId, buyerPin, content }: Message): void {
    this.#sample = { shopId, buyerPin, content };
  }

  found(): Sample {
    if (this.#sample === null) throw new RangeError('asked before the past was told');
    return this.#sample;
  }
}

/** Messages of the conversation that hides the sample: some pages, not the heaviest one. */
const FITTING = 600;

/** What the agent did beside writing, and the back office's replies that wait for her. */
const handled = (
  talk: Talk,
  index: number,
  seed: string,
  { now, conversations }: PastOptions,
): Handled => {
  const { ending, random, goods } = talk.parts;
  const matter = talk.matter ?? newMatter(goods, now, random);
  const isOver = ending === null && talk.lastOrderAt < now - DAY_MS / 2;
  if (ending === null && !talk.isWaiting) talk.look();
  const suggests = ending === 'waitsWithSuggestion' || ending === 'waitsWithHeldReply';
  const why = ending === 'waitsWithHeldReply' ? 'stale' : 'manual';
  const suggestions: readonly Suggestion[] = suggests
    ? [
        {
          suggestionId: asSuggestionId(seededUuid(`past ${seed} suggestion ${index}`)),
          type: 'text',
          content: wordsFor(matter, random),
          receivedAt: Math.min(now - 2_000, talk.spokeAt + 3_000),
          why,
        },
      ]
    : [];
  return {
    suggestions,
    draft: ending === 'waits' && isDrafted(index, conversations) ? wordsFor(matter, random) : '',
    starred: isStarred(index, conversations),
    closed: isOver && random.next() < 0.8,
    transferQuestion:
      ending === 'waits' && isTransferAsked(index, conversations)
        ? { staffName: '客服小李', why: 'several', askedAt: talk.spokeAt }
        : null,
  };
};
