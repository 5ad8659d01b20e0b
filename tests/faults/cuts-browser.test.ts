import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../electron/web/chromium/find-chromium.ts';
import { SeededRandom } from '../../sandbox/seeded.ts';
import { asBuyerPin, conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { BROWSER_CUTS, BrowserWorld, type BrowserCut } from './cuts/browser-world.ts';
import { recordFigure } from './figures.ts';
import { scaled } from './scale.ts';

const SEED_VARIABLE = 'DUODIAN_BROWSER_CUTS_SEED';
const seed = process.env[SEED_VARIABLE] ?? Date.now().toString(36);
const CUTS = scaled(5, 1_000, 15);
const SHOPS = 5;
const PINS = ['甲', '乙', '丙'];
/** One reply to each of so many buyers of the shop that is cut. */
const AT_ONCE = 2;
const LATEST_CUT_MS = 400;
/** Never in normal times; a slow machine may need some of it. */
const REST_WITHIN_MS = 90_000;

const executable = await findChromium();
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(executable === null)(
  'replies that are cut off in a browser (needs Chromium)',
  () => {
    let folder: string;
    let world: BrowserWorld;
    let refs: readonly ConversationRef[];

    const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
      const end = performance.now() + REST_WITHIN_MS;
      while (!(await isSo())) {
        if (performance.now() > end) throw new Error(`never: ${what} (seed ${seed})`);
        await sleep(50);
      }
    };

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'duodian-cuts-'));
      world = await BrowserWorld.open(folder, executable ?? '', SHOPS, PINS);
      refs = world.shopIds.flatMap((shopId) =>
        PINS.map((pin) => ({ shopId, buyerPin: asBuyerPin(pin) })),
      );
      await until('everybody was heard', () => refs.every((ref) => world.hasConversation(ref)));
    }, 120_000);
    afterAll(async () => {
      await world.close();
      await rm(folder, { recursive: true, force: true });
    });

    it(
      `[CV3] [CV1] ${CUTS} cuts of pages and their lines: every reply is known, none twice, none elsewhere`,
      async () => {
        const random = new SeededRandom(seed);
        const cuts = new Map<BrowserCut, number>();
        const sent = new Map<string, ConversationRef>();
        for (let round = 0; round < CUTS; round += 1) {
          await until('a shop is online', () =>
            world.shopIds.some((shopId) => world.stateOf(shopId) === 'online'),
          );
          const shopId = random.pick(
            world.shopIds.filter((one) => world.stateOf(one) === 'online'),
          );
          const cut = BROWSER_CUTS[round] ?? random.pick(BROWSER_CUTS);
          if (cut === 'lostEcho') world.cut(shopId, cut);
          for (const ref of refs.filter((one) => one.shopId === shopId).slice(0, AT_ONCE)) {
            const content = `${conversationKey(ref)} ${round}`;
            sent.set(content, ref);
            await world.send(ref, content);
          }
          await sleep(random.between(0, LATEST_CUT_MS));
          if (cut !== 'lostEcho') world.cut(shopId, cut);
          cuts.set(cut, (cuts.get(cut) ?? 0) + 1);
        }
        for (const shopId of world.shopIds) world.heal(shopId);
        const states = async (): Promise<ReadonlyMap<string, string>> =>
          new Map(
            (await world.messages())
              .filter(({ content }) => sent.has(content))
              .map(({ content, send }) => [content, send?.state ?? 'elsewhere']),
          );
        const isMoving = (state: string): boolean => state === 'queued' || state === 'sending';
        await until('every reply is at its end', async () => {
          for (const shopId of world.shopIds) world.heal(shopId);
          return ![...(await states()).values()].some(isMoving);
        });

        const ends = await states();
        const delivered = world.delivered();
        expect([...ends.keys()].toSorted()).toEqual([...sent.keys()].toSorted());
        const wrong = delivered.filter(
          ({ ref, content }) => !content.startsWith(conversationKey(ref)),
        );
        expect(wrong).toEqual([]);
        const reached = delivered.map(({ content }) => content);
        expect(reached.filter((content, index) => reached.indexOf(content) !== index)).toEqual([]);
        for (const [content, end] of ends) {
          const possible = reached.includes(content) ? ['sent', 'unconfirmed'] : ['unconfirmed'];
          expect(possible, `${content} (seed ${seed})`).toContain(end);
        }
        expect([...cuts.keys()].toSorted()).toEqual([...BROWSER_CUTS].toSorted());
        expect(reached.length).toBeGreaterThan(CUTS / 2);
        recordFigure({
          promise: 'replies',
          target: `${CUTS} cuts in a browser: 0 unknown, 0 doubles in the platform’s ledger`,
          reached: `${CUTS} cuts in a browser: 0 unknown, 0 doubles in the platform’s ledger`,
        });
      },
      scaled(240_000, 3_600_000),
    );
  },
);
