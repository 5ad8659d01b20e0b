import { describe, expect, it } from 'vitest';
import { isSoak, scaled } from '../scale.ts';
import { playSession, type CutPoint, type Played } from './session.ts';

/** How many sessions are played at once: most of one is waiting. */
const AT_ONCE = 8;

const playAll = async (cuts: readonly CutPoint[]): Promise<readonly Played[]> => {
  const played: Played[] = [];
  const waiting = [...cuts];
  const one = async (): Promise<void> => {
    for (let cut = waiting.shift(); cut !== undefined; cut = waiting.shift()) {
      played.push(await playSession(cut));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return played;
};

/** Every offset in the soak run; here so many, evenly, and with them the first and the last bytes. */
const offsets = (bytes: number, most: number): readonly number[] => {
  const step = Math.max(1, bytes / most);
  return [...new Set(Array.from({ length: most }, (_, index) => Math.floor(index * step)))].filter(
    (offset) => offset < bytes,
  );
};

describe.each(['toClient', 'toServer'] as const)(
  '[GW9] [GW11] cut at every byte %s',
  (direction) => {
    it(
      'every frame out arrives under one id and in order, every frame in counts once',
      { timeout: isSoak ? 3_600_000 : 180_000 },
      async () => {
        const whole = await playSession(null);
        expect(whole.wasCut).toBe(false);
        const total = whole.bytes[direction];
        const cuts = offsets(total, scaled(200, total)).map((bytes, index): CutPoint => ({
          direction,
          bytes,
          by: index % 2 === 0 ? 'fin' : 'rst',
        }));
        const played = await playAll(cuts);
        // The number of pings differs a little from run to run: the last offsets may never come.
        expect(played.filter(({ wasCut }) => wasCut).length).toBeGreaterThan(cuts.length * 0.8);
      },
    );
  },
);

it(
  '[GW4] [GW9] a line that dies without a word, at eight places',
  { timeout: 60_000 },
  async () => {
    const whole = await playSession(null);
    const cuts = (['toClient', 'toServer'] as const).flatMap((direction) =>
      [0.1, 0.4, 0.6, 0.8].map((part): CutPoint => ({
        direction,
        bytes: Math.floor(whole.bytes[direction] * part),
        by: 'halfOpen',
      })),
    );
    const played = await playAll(cuts);
    expect(played.every(({ wasCut }) => wasCut)).toBe(true);
  },
);
