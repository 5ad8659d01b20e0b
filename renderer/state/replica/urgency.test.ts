import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '#shared/model/conversation.ts';
import { asShopId } from '#shared/model/ids.ts';
import { newShop } from '#shared/model/new-rows.ts';
import { PLATFORMS, type Platform } from '#shared/model/platform.ts';
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts';
import { EMPTY_OVERVIEW, type Overview } from '#shared/sync/delta.ts';
import { aConversation, FakeBridge } from '../testing/records.ts';
import { ReplicaFollower } from './replica-store.ts';
import { Urgency } from './urgency.ts';

const HOUR_MS = 3_600_000;
const noon = new Date(2026, 10, 27, 12).getTime();

const overviewOf = (settings: Settings = DEFAULT_SETTINGS): Overview => ({
  ...EMPTY_OVERVIEW,
  settings,
  shops: Object.fromEntries(
    PLATFORMS.map((platform) => {
      const shopId = asShopId(platform);
      return [shopId, { ...newShop(shopId, 0, noon), platform }];
    }),
  ),
});

const waits = (platform: Platform, since: number, pin = `${platform} ${String(since)}`) =>
  aConversation(pin, { shopId: asShopId(platform), waitingSince: since });

const sorted = (rows: readonly Conversation[], urgency: Urgency): readonly string[] =>
  rows.toSorted(urgency.compare).map(({ buyerPin }) => buyerPin);

/** 京东 is off duty from noon on. */
const halfDay: Settings = {
  ...DEFAULT_SETTINGS,
  limits: {
    ...DEFAULT_SETTINGS.limits,
    jd: { ...DEFAULT_SETTINGS.limits.jd, dutyToMinute: 12 * 60 },
  },
};

describe('[CV14] who comes first', () => {
  it('the least time left to the own platform’s limit, overdue first', () => {
    const urgency = new Urgency(overviewOf(), noon);
    const rows = [
      waits('pdd', noon - 60_000, '02:00 left of three minutes'),
      waits('pdd', noon - 187_000, 'seven seconds over three minutes'),
      waits('jd', noon - 110_000, 'eighty seconds over half a minute'),
      waits('jd', noon - 20_000, '00:10 left of half a minute'),
      waits('taobao', noon - 165_000, '00:15 left of three minutes'),
    ];
    expect(sorted(rows, urgency)).toEqual([
      'eighty seconds over half a minute',
      'seven seconds over three minutes',
      '00:10 left of half a minute',
      '00:15 left of three minutes',
      '02:00 left of three minutes',
    ]);
  });

  it('a row whose clock is paused stands behind those whose clock runs, however long it has waited', () => {
    const urgency = new Urgency(overviewOf(halfDay), noon);
    const rows = [
      waits('jd', noon - 2 * HOUR_MS, 'paused, two hours over'),
      waits('jd', noon - 5_000, 'paused, new'),
      waits('douyin', noon - 1_000, 'running, new'),
    ];
    expect(sorted(rows, urgency)).toEqual([
      'running, new',
      'paused, two hours over',
      'paused, new',
    ]);
  });

  it('one reading of the clock ranks also those who come later, as long as it holds', () => {
    const moment = fc.integer({ min: -4 * HOUR_MS, max: 4 * HOUR_MS });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...PLATFORMS), moment), { maxLength: 12 }),
        moment,
        (given, later) => {
          const overview = overviewOf(halfDay);
          const first = new Urgency(overview, noon);
          const now = noon + Math.max(0, later);
          if (!first.holds(overview, now)) return;
          const rows = given
            .filter(([, at]) => noon + at <= now)
            .map(([platform, at], index) => waits(platform, noon + at, String(index)));
          expect(sorted(rows, first)).toEqual(sorted(rows, new Urgency(overview, now)));
        },
      ),
    );
  });

  it('holds until a duty begins or ends, a limit changes, or a shop tells its platform', () => {
    const overview = overviewOf(halfDay);
    const urgency = new Urgency(overview, noon - HOUR_MS);
    expect(urgency.holds(overview, noon - 1)).toBe(true);
    expect(urgency.holds(overview, noon)).toBe(false);
    expect(urgency.holds(overviewOf(), noon - HOUR_MS)).toBe(false);
    const themed = { ...overview, settings: { ...halfDay, theme: 'dark' as const } };
    expect(urgency.holds(themed, noon - HOUR_MS)).toBe(true);
    const shopId = asShopId('new');
    const shops = {
      ...overview.shops,
      [shopId]: { ...newShop(shopId, 0, noon), platform: 'jd' as const },
    };
    expect(urgency.holds({ ...overview, shops }, noon - HOUR_MS)).toBe(false);
  });

  it('the list follows: a row of a new shop, and the end of a duty', async () => {
    let now = noon - 60_000;
    const bridge = new FakeBridge();
    const follower = new ReplicaFollower({
      bridge,
      clock: { now: () => now },
      soon: (run) => run(),
      later: () => () => undefined,
    });
    follower.start();
    const jd = waits('jd', now - 25_000, 'jd');
    const pdd = waits('pdd', now - 60_000, 'pdd');
    const order = (): readonly string[] => follower.store.getState().order.waiting;
    await bridge.answer({
      cursor: { epoch: 'a', seq: 1 },
      replica: { ...EMPTY_OVERVIEW, settings: halfDay, conversations: {}, waitingLeftOut: 0 },
    });
    bridge.emit({
      cursor: { epoch: 'a', seq: 2 },
      delta: { shops: Object.values(overviewOf().shops), conversations: [pdd, jd] },
    });
    expect(order()).toEqual([jd.key, pdd.key]);
    now = noon;
    follower.rankAgain();
    expect(order()).toEqual([pdd.key, jd.key]);
    follower.stop();
  });
});
