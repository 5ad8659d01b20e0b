import { beforeEach, describe, expect, it } from 'vitest';
import { asShopId, type ShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import { ADAPTERS } from './adapters.ts';
import { ConnectorRegistry } from './connector-registry.ts';
import { LOADING_AT_ONCE, LONGEST_TURN_MS } from './connector/opening-queue.ts';
import { PageGone, type PageSession } from './session/page-session.ts';
import { markOf, writeMark } from './session/session-mark.ts';
import { realSites } from './session/site-map.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { quietLog } from './testing/parts.ts';
import { RecordingSink } from './testing/recording-sink.ts';
import { ScriptedPage, ScriptedPages, type ScriptAnswers } from './testing/scripted-pages.ts';

const never = (): Promise<never> => new Promise(() => {});
const shapes = Object.fromEntries(
  (ADAPTERS.get('douyin')?.manifest.expectedShapes ?? []).map((name) => [name, true]),
);
const web = (value: unknown) => ({
  status: 200,
  url: 'https://pigeon.jinritemai.com/',
  text: JSON.stringify(value),
});

/** One page for each shop, which says who it is when the test lets it. */
class SlowPages extends ScriptedPages {
  readonly order: ShopId[] = [];
  readonly marks = new Map<ShopId, string>();
  readonly #pages = new Map<ShopId, ScriptedPage>();
  readonly #coming = new Map<ShopId, () => void>();
  /** From now on pages say who they are as soon as they are asked. */
  areFast = false;
  /** The most pages that were loading at one time. */
  most = 0;

  override open(shopId: ShopId): Promise<PageSession> {
    this.order.push(shopId);
    const page = new ScriptedPage(
      () => this.#answers(shopId),
      (url) => url,
    );
    this.#pages.set(shopId, page);
    return Promise.resolve(page);
  }

  override cookieFingerprint(shopId?: ShopId): Promise<string | null> {
    return Promise.resolve(shopId === undefined ? null : (this.marks.get(shopId) ?? null));
  }

  override keepFingerprint(shopId: ShopId, mark: string): Promise<void> {
    this.marks.set(shopId, mark);
    return Promise.resolve();
  }

  /** The page of this shop is up. */
  comeUp(shopId: ShopId): void {
    this.#coming.get(shopId)?.();
  }

  endBrowser(): void {
    for (const page of this.#pages.values()) page.end(new PageGone('closed', 'the browser ended'));
  }

  #answers(shopId: ShopId): ScriptAnswers {
    const user = {
      code: 0,
      data: {
        ShopId: shopId,
        ShopName: shopId,
        CustomerServiceInfo: { id: '5', screen_name: '王' },
      },
    };
    return {
      shape: () => shapes,
      identity: async () => {
        if (!this.areFast) {
          const up = new Promise<void>((resolve) => this.#coming.set(shopId, resolve));
          this.most = Math.max(this.most, this.#coming.size);
          await up;
          this.#coming.delete(shopId);
        }
        return { ...web(user), overlay: false };
      },
      drain: never,
      poll: () => ({ ...web({ code: 0, data: { conversations: [] } }), shopKey: shopId }),
      staff: () => web({ code: 0, data: [] }),
    };
  }
}

let clock: FakeClock;
let pages: SlowPages;
let sink: RecordingSink;
let connectors: ConnectorRegistry;
const shops = Array.from({ length: 6 }, (_, index) => asShopId(`s${index}`));
const [first, second, third, fourth, fifth, last] = shops as [
  ShopId,
  ShopId,
  ShopId,
  ShopId,
  ShopId,
  ShopId,
];
const login = (shopId: ShopId): void =>
  connectors.connect(shopId, 'douyin', new Secret('sessionid=1'));
const kindOf = (shopId: ShopId): string | undefined => sink.state(shopId)?.kind;
const comeUp = async (shopId: ShopId): Promise<void> => {
  pages.comeUp(shopId);
  await clock.advance(0);
};

beforeEach(() => {
  clock = new FakeClock();
  pages = new SlowPages();
  sink = new RecordingSink();
  connectors = new ConnectorRegistry({
    adapters: ADAPTERS,
    pages,
    sites: realSites(),
    sink,
    clock,
    random: () => 0.5,
    log: quietLog,
  });
});

describe('pages of many shops', () => {
  it('[PL1] only a few load at once; a shop whose turn has not come says so', async () => {
    for (const shopId of shops) login(shopId);
    await clock.advance(0);
    expect(pages.order).toEqual([first, second]);
    expect(sink.state(first)).toMatchObject({ kind: 'identifying', reason: null });
    expect(sink.state(third)).toMatchObject({ kind: 'opening', reason: { code: 'queued' } });
    await comeUp(first);
    expect(kindOf(first)).toBe('online');
    expect(pages.order).toEqual([first, second, third]);
    expect(sink.states(third).map(({ kind, reason }) => [kind, reason?.code])).toEqual([
      ['opening', undefined],
      ['opening', 'queued'],
      ['opening', undefined],
      ['identifying', undefined],
    ]);
  });

  it('[PL1] the shop that the agent looks at is opened next, then one that was just logged in', async () => {
    for (const shopId of shops.slice(0, 5)) {
      pages.marks.set(
        shopId,
        writeMark(
          markOf(new Secret('sessionid=1'), { shopKey: null, leftOut: { count: 0, names: [] } }),
        ),
      );
      connectors.connect(shopId, 'douyin', null);
    }
    await clock.advance(0);
    login(last);
    connectors.watch([fifth]);
    await clock.advance(0);
    await comeUp(first);
    await comeUp(second);
    expect(pages.order).toEqual([first, second, fifth, last]);
    expect(sink.state(third)).toMatchObject({ kind: 'opening', reason: { code: 'queued' } });
  });

  it('[PL2] a page that hangs does not hold up the others', async () => {
    for (const shopId of shops) login(shopId);
    await clock.advance(0);
    for (const shopId of shops.slice(1)) await comeUp(shopId);
    expect(shops.map(kindOf)).toEqual([
      'identifying',
      'online',
      'online',
      'online',
      'online',
      'online',
    ]);
  });

  it('[PL2] when all places are taken by pages that hang, the others go on after a while', async () => {
    for (const shopId of shops) login(shopId);
    await clock.advance(LONGEST_TURN_MS);
    expect(pages.order).toEqual([first, second, third, fourth]);
  });

  it('[PL1] all pages gone because the browser ended: they come back a few at a time', async () => {
    pages.areFast = true;
    for (const shopId of shops) login(shopId);
    await clock.advance(0);
    expect(shops.map(kindOf)).toEqual(shops.map(() => 'online'));
    pages.areFast = false;
    pages.order.length = 0;
    pages.endBrowser();
    await clock.advance(0);
    expect(shops.map(kindOf)).toEqual(shops.map(() => 'offline'));
    connectors.watch([last]);
    await clock.advance(1_000);
    expect(pages.order).toHaveLength(LOADING_AT_ONCE);
    for (let round = 0; round < shops.length; round += 1) {
      for (const shopId of pages.order.slice()) await comeUp(shopId);
    }
    expect(shops.map(kindOf)).toEqual(shops.map(() => 'online'));
    expect(pages.order.indexOf(last)).toBe(LOADING_AT_ONCE);
    expect(pages.most).toBe(LOADING_AT_ONCE);
  });

  it('[GW13] a challenge that is announced while the shop waits in line stands', async () => {
    for (const shopId of shops.slice(0, 3)) login(shopId);
    await clock.advance(0);
    connectors.challenge(third, 'https://verify.jinritemai.com/captcha', '请验证');
    await comeUp(first);
    await comeUp(third);
    expect(sink.state(third)).toMatchObject({ kind: 'challenge', words: '请验证' });
  });

  it('[PL1] a shop that is stopped while it waits in line opens no page', async () => {
    for (const shopId of shops) login(shopId);
    await clock.advance(0);
    await connectors.stop();
    await clock.advance(LONGEST_TURN_MS);
    expect(pages.order).toEqual([first, second]);
  });
});

/** A registry that can make no connector. */
const withoutAdapters = () => {
  const [clock, sink] = [new FakeClock(), new RecordingSink()];
  const connectors = new ConnectorRegistry({
    adapters: new Map(),
    pages: new ScriptedPages(),
    sites: realSites(),
    sink,
    clock,
    random: () => 1,
    log: quietLog,
  });
  return { clock, sink, connectors, shop: asShopId('shop-1') };
};

it('a platform without an adapter says so', async () => {
  const { clock, sink, connectors, shop } = withoutAdapters();
  connectors.connect(shop, 'douyin', new Secret('sessionid=1'));
  await clock.advance(0);
  expect(sink.state(shop)).toMatchObject({
    kind: 'adapter_broken',
    reason: { code: 'noAdapter', platform: 'douyin' },
  });
});

it('[GW13] [PL12] a challenge of a shop that has no connector yet is the shop’s state too', async () => {
  const { clock, sink, connectors, shop } = withoutAdapters();
  connectors.challenge(shop, 'https://safe.jd.com/verify.html', '请验证');
  await clock.advance(0);
  expect(sink.state(shop)).toMatchObject({
    kind: 'challenge',
    words: '请验证',
    link: 'https://safe.jd.com/verify.html',
  });
});
