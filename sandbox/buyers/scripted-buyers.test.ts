import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ledger } from '../ledger.ts';
import { LongIds } from '../long-ids.ts';
import { SimulatedShop } from '../platforms/shop.ts';
import { SeededRandom } from '../seeded.ts';
import { pickDialogue } from './dialogue.ts';
import { inventPeople } from './people.ts';
import { ScriptedBuyers } from './scripted-buyers.ts';
import { PLATFORMS } from '#shared/model/platform.ts';

const MEDIA = 'http://127.0.0.1:1/media';
const PERSON = { pin: 'jd_user_001', name: '林小满' };

type Scene = {
  readonly shop: SimulatedShop;
  readonly ledger: Ledger;
  readonly buyers: ScriptedBuyers;
};

const begin = (seed: string): Scene => {
  const ledger = new Ledger(Date.now);
  const shop = new SimulatedShop({
    storeId: 's',
    platform: 'jd',
    name: '店',
    ledger,
    ids: new LongIds(0),
    now: Date.now,
  });
  const buyers = new ScriptedBuyers({ seed, media: MEDIA, everyMs: [5000, 14_000] });
  buyers.add(shop, PERSON);
  buyers.start();
  return { shop, ledger, buyers };
};
const said = ({ ledger }: Scene): readonly string[] =>
  ledger.seenBy('s', PERSON.pin, 0).map(({ from, content }) => `${from} ${content}`);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_790_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('scripted buyers', () => {
  it('go on talking, the same way with the same seed, and stop when told', () => {
    const play = (): readonly string[] => {
      const scene = begin('7');
      vi.advanceTimersByTime(60_000);
      scene.buyers.stop();
      const words = said(scene);
      vi.advanceTimersByTime(600_000);
      expect(said(scene)).toEqual(words);
      return words;
    };
    const words = play();
    expect(words.length).toBeGreaterThan(2);
    expect(play()).toEqual(words);
  });

  it('wait for the shop after a few unanswered lines, and go on when it answers', () => {
    const scene = begin('7');
    vi.advanceTimersByTime(3_600_000);
    const waiting = said(scene).length;
    expect(waiting).toBeLessThan(10);
    scene.shop.ourSideSays(PERSON.pin, 'text', '在的亲', '客服', Date.now());
    vi.advanceTimersByTime(60_000);
    expect(said(scene).length).toBeGreaterThan(waiting + 1);
  });
});

describe('dialogues and people', () => {
  it('use all five types on every platform', () => {
    for (const platform of PLATFORMS) {
      const random = new SeededRandom(`types ${platform}`);
      const lines = Array.from({ length: 300 }, () =>
        pickDialogue(random, { platform, media: MEDIA }),
      );
      expect(new Set(lines.flat().map(({ type }) => type))).toEqual(
        new Set(['text', 'image', 'video', 'product_card', 'order_card']),
      );
    }
  });

  it('give the first four shops twenty different names', () => {
    const random = new SeededRandom('names');
    const names = PLATFORMS.flatMap((platform, index) =>
      inventPeople(platform, index, 5, random).map(({ name }) => name),
    );
    expect(new Set(names).size).toBe(20);
  });
});
