import { loadavg } from 'node:os';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseFileIn } from '../../electron/host/data/data-directory.ts';
import { findChromium } from '../../electron/web/chromium/find-chromium.ts';
import { asShopId } from '#shared/model/ids.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import { PLATFORMS } from '#shared/model/platform.ts';
import type { Result } from '#shared/model/result.ts';
import { eventually } from '../e2e/eventually.ts';
import type { SandboxControl } from '../e2e/sandbox-control.ts';
import { recordFigure } from './figures.ts';
import type { PageHarness } from './page-harness.ts';
import { scaled } from './scale.ts';
import { openScreenlessWorkplace, type ScreenlessWorkplace } from './screenless-workplace.ts';

const SHOPS = scaled(4, 30, 30);
const BUYERS = 2;
const EACH_SAYS = 3;
/** A page needs some seconds of a core until it is up. */
const ONLINE_WITHIN_MS = 60_000 + SHOPS * 15_000;
const ARRIVED_WITHIN_MS = 120_000;
const MIB = 1024 * 1024;

describe.skipIf((await findChromium()) === null)(
  'many shops on one machine (needs Chromium)',
  () => {
    let place: ScreenlessWorkplace;
    let control: SandboxControl;
    let harness: PageHarness;
    const shops: string[] = [];

    beforeAll(async () => {
      place = await openScreenlessWorkplace();
      ({ control, harness } = place);
      for (let index = 0; index < SHOPS; index += 1) {
        const platform = PLATFORMS[index % PLATFORMS.length] ?? 'douyin';
        shops.push((await control.addShop(platform, `${platform} ${index}`)).store_id);
      }
    });
    afterAll(() => place.close());

    const kinds = (): readonly string[] =>
      shops.map((shop) => {
        const state = harness.replica?.shops[asShopId(shop)]?.state;
        return state === undefined
          ? 'unknown'
          : `${state.kind} ${state.reason?.code ?? state.words ?? ''}`.trim();
      });
    const livePages = async (): Promise<LivePages> => {
      const answer = (await harness.call('diagnostics.loadPages', {})) as Result<LivePages>;
      if (!answer.ok) throw new Error(answer.error.kind);
      return answer.value;
    };

    it(
      `[PL6] [GW9] ${SHOPS} shops of four platforms are all online and all receive, each message once`,
      async () => {
        const startedAt = performance.now();
        await Promise.all(shops.map((shop) => control.login(shop)));
        await eventually(
          () => expect(kinds()).toEqual(shops.map(() => 'online')),
          ONLINE_WITHIN_MS,
        );
        const onlineMs = performance.now() - startedAt;

        const said = shops.flatMap((shop) =>
          Array.from({ length: BUYERS * EACH_SAYS }, (_, index) => ({
            shop,
            pin: `buyer_${index % BUYERS}`,
            content: `${shop} ${index}`,
          })),
        );
        const saidAt = performance.now();
        await Promise.all(
          said.map(({ shop, pin, content }) =>
            control.say(shop, pin, { msg_type: 'text', content }),
          ),
        );
        const all = said.map(({ shop, pin, content }) => `${shop} ${pin} ${content}`).toSorted();
        await eventually(async () => {
          const frames = (await control.ledger()).gateway.received.filter(
            ({ type }) => type === 'message',
          );
          const heard = frames.map((frame) => {
            const { id } = frame['sender'] as { readonly id: string };
            return `${String(frame['store_id'])} ${id} ${String(frame['content'])}`;
          });
          expect(heard.toSorted()).toEqual(all);
        }, ARRIVED_WITHIN_MS);
        const arrivedMs = performance.now() - saidAt;
        expect(stored(place.data)).toEqual(all);
        expect(kinds()).toEqual(shops.map(() => 'online'));

        // What a first look does not find out in time, the next one does.
        const { pages, browserBytes } = await eventually(async () => {
          const live = await livePages();
          expect(live.pages.map(({ bytes }) => bytes)).not.toContain(null);
          return live;
        }, 60_000);
        expect(pages.map(({ shopId }) => String(shopId)).toSorted()).toEqual(shops.toSorted());
        expect(pages.filter(({ isShown, isShared }) => isShown || isShared)).toEqual([]);
        const each = pages.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) / pages.length / MIB;
        recordFigure({
          promise: 'neverLost',
          target: `${SHOPS} shops of four platforms online at once: each message once`,
          reached: [
            `${all.length} of ${all.length} messages once in the database and at the back office`,
            `all online after ${(onlineMs / 1000).toFixed(0)} s, all messages after ${(arrivedMs / 1000).toFixed(1)} s`,
            `${each.toFixed(0)} MiB per page, ${((browserBytes ?? 0) / MIB).toFixed(0)} MiB for the browser`,
            `load ${loadavg()[0]?.toFixed(1) ?? 'unknown'}`,
          ].join('; '),
        });
      },
      ONLINE_WITHIN_MS + ARRIVED_WITHIN_MS + 90_000,
    );
  },
);

const stored = (directory: string): readonly string[] => {
  const db = new Database(databaseFileIn(directory), { readonly: true });
  try {
    const rows = db
      .prepare(
        "SELECT shop_id || ' ' || buyer_pin || ' ' || content FROM message WHERE origin = 'buyer'",
      )
      .pluck()
      .all();
    return rows.map(String).toSorted();
  } finally {
    db.close();
  }
};
