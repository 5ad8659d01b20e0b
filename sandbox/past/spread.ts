import type { SeededRandom } from '../seeded.ts';

/** One in so many conversations is of a buyer who has written for weeks, and one in a hundred is long. */
const HEAVY_ONE_IN = 5_000;
const LONG_ONE_IN = 100;
/** Of all messages, the share of the longest conversation; the next ones have a half, a third, a quarter of it. */
const LONGEST_SHARE = 0.02;

/**
 * How many messages each conversation has: at least one, together exactly `messages`. Most lie around the mean, a few have
 * thousands.
 */
export const spreadMessages = (
  conversations: number,
  messages: number,
  random: SeededRandom,
): Uint32Array => {
  const spare = messages - conversations;
  const wanted = new Float64Array(conversations);
  for (let index = 0; index < conversations; index += 1) {
    wanted[index] = 0.35 + (random.next() + random.next()) * 0.65;
    if (random.next() * LONG_ONE_IN < 1) wanted[index] = 4 + random.next() * 12;
  }
  scaleTo(wanted, Math.max(0, spare - placeHeavy(wanted, messages, random)));
  const sizes = new Uint32Array(conversations);
  let given = 0;
  for (let index = 0; index < conversations; index += 1) {
    const size = 1 + Math.floor(Math.abs(wanted[index] ?? 0));
    sizes[index] = size;
    given += size;
  }
  settleRest(sizes, messages - given);
  return sizes;
};

/** Marks the heavy ones by their size below zero, so that they are not scaled with the others; answers their sum. */
const placeHeavy = (wanted: Float64Array, messages: number, random: SeededRandom): number => {
  const heavy = Math.floor(wanted.length / HEAVY_ONE_IN);
  let sum = 0;
  for (let rank = 1; rank <= heavy; rank += 1) {
    const index = random.between(0, wanted.length - 1);
    if ((wanted[index] ?? 0) < 0) continue;
    const size = (messages * LONGEST_SHARE) / rank;
    wanted[index] = -size;
    sum += size;
  }
  return sum;
};

const scaleTo = (wanted: Float64Array, total: number): void => {
  const sum = wanted.reduce((all, size) => (size > 0 ? all + size : all), 0);
  for (let index = 0; index < wanted.length; index += 1) {
    const size = wanted[index] ?? 0;
    if (size > 0) wanted[index] = (size * total) / sum;
  }
};

/** Rounding leaves some over, or takes a few too many: one more or one less each, from the first on. */
const settleRest = (sizes: Uint32Array, rest: number): void => {
  let left = rest;
  while (left !== 0) {
    for (let index = 0; index < sizes.length && left !== 0; index += 1) {
      const size = sizes[index] ?? 1;
      if (left > 0) {
        sizes[index] = size + 1;
        left -= 1;
      } else if (size > 1) {
        sizes[index] = size - 1;
        left += 1;
      }
    }
  }
};

/** Cuts `total` messages into `count` rounds, each at least one. */
export const spreadRounds = (
  total: number,
  count: number,
  random: SeededRandom,
): readonly number[] => {
  const sizes = Array.from(
    { length: count },
    (_, round) => Math.floor(total / count) + (round < total % count ? 1 : 0),
  );
  for (let round = 0; round + 1 < count; round += 1) {
    const size = sizes[round] ?? 1;
    const moved = random.between(0, Math.floor((size - 1) * 0.4));
    sizes[round] = size - moved;
    sizes[round + 1] = (sizes[round + 1] ?? 0) + moved;
  }
  return sizes;
};
