import Database from 'better-sqlite3';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import { startApp } from '../../e2e/programs.ts';
import { SpecGateway } from '../../e2e/spec-gateway.ts';
import { percentile } from '../figure.ts';
import { QuietPage, withQuietBrowser } from '../quiet-page.ts';
import { residentBytes } from '../resident-bytes.ts';
import type { SeededPast } from '../seed-past.ts';
import {
  hasOpened,
  isConnected,
  keyDelays,
  listShownAt,
  receivedBytes,
  searchFor,
  visitShops,
  watchKeys,
  watchStart,
} from './probes.ts';

/** What is measured of one workbench; times in milliseconds, p95 where a thing was done many times. */
export type Measured = {
  readonly ready: number;
  readonly list: number;
  /** The first conversation shows its messages. */
  readonly usable: number;
  readonly snapshot: number;
  readonly memory: number;
  readonly heap: number;
  readonly tab: number;
  readonly open: number;
  readonly openOther: number;
  readonly frame: number;
  readonly key: number;
  readonly search1: number;
  readonly search2: number;
  readonly search4: number;
  readonly searchOrder: number;
  /** The search finds a sentence that was said once, long ago. */
  readonly findsSample: boolean;
};

const VISITS = 40;
const KEYS = 150;
const KEY_EVERY_MS = 60;
const PER_SECOND = 200;
const SETTLE_MS = 5_000;
/** A start that history makes slow is a figure and no failure. */
const START_PATIENCE_MS = 90_000;
const QUERIES = {
  search1: ['郭', '发', '票', '退', '快', '王', '店', '亲'],
  search2: ['发票', '物流', '退款', '顺丰', '尺寸', '优惠', '成都', '李伟'],
  search4: ['什么时候', '物流信息', '七天无理', '申请售后', '默认发货', '生产日期'],
} as const;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const p95 = (sample: readonly number[]): number => percentile(sample, 0.95);

type Known = {
  readonly orders: readonly string[];
  readonly buyers: readonly { readonly shop: string; readonly buyer: string }[];
};

/** Some order numbers that buyers have named, and some buyers. */
const readKnown = ({ directory }: SeededPast): Known => {
  const db = new Database(databaseFileIn(directory), { readonly: true });
  try {
    const cards = db
      .prepare<[], string>("SELECT content FROM message WHERE type = 'order_card' LIMIT 8")
      .pluck()
      .all();
    const buyers = db
      .prepare<[], { shop: string; buyer: string }>(
        'SELECT shop_id AS shop, buyer_pin AS buyer FROM conversation LIMIT 500',
      )
      .all();
    return { orders: cards.flatMap((text) => text.split('订单号:')[1] ?? []), buyers };
  } finally {
    db.close();
  }
};

const searchAll = async (page: QuietPage, queries: readonly string[]): Promise<number> => {
  const times: number[] = [];
  for (const query of queries) times.push((await page.evaluate(searchFor, query)).tookMs);
  return p95(times);
};

/** Types while the back office writes to many buyers. */
const measureKeys = async (
  page: QuietPage,
  gateway: SpecGateway,
  { buyers }: Known,
): Promise<number> => {
  await page.evaluate(watchKeys, undefined);
  let sent = 0;
  const pump = setInterval(() => {
    for (let place = 0; place < PER_SECOND / 50; place += 1) {
      const to = buyers[sent % buyers.length];
      if (to === undefined) return;
      gateway.send({
        type: 'message',
        content: `您好，第 ${(sent += 1)} 单今天 17 点前发出。`,
        msg_type: 'text',
        receiver: { id: to.buyer },
        store_id: to.shop,
      });
    }
  }, 20);
  try {
    await sleep(1_000);
    for (let key = 0; key < KEYS; key += 1) {
      await page.press('abcdefghij'.charAt(key % 10));
      await sleep(KEY_EVERY_MS);
    }
    return p95(await page.evaluate(keyDelays, undefined));
  } finally {
    clearInterval(pump);
  }
};

/** Starts the browser host over the past, looks at it as an agent would, and ends it. */
export const measureWorkbench = async (
  past: SeededPast,
  browserFolder: string,
): Promise<Measured> => {
  const known = readKnown(past);
  const gateway = await SpecGateway.start('bench');
  try {
    return await withQuietBrowser(browserFolder, async (browser) => {
      const page = await QuietPage.openEmpty(browser);
      const startedMs = performance.now();
      const app = await startApp({
        data: past.directory,
        gateway: gateway.address,
        token: 'bench',
      });
      try {
        const ready = performance.now() - startedMs;
        await page.go(app.ready.url, watchStart);
        await page.until(hasOpened, undefined, START_PATIENCE_MS);
        const usable = performance.now() - startedMs;
        const shownAt = await page.evaluate(listShownAt, undefined);
        const list = (shownAt ?? Number.NaN) - performance.timeOrigin - startedMs;
        await page.until(isConnected, undefined);
        await sleep(SETTLE_MS);
        const snapshot = await page.evaluate(receivedBytes, undefined);
        const memory = await residentBytes(app.pid);
        const heap = await page.heapBytes();
        const { tabs, opens, others, frames } = await page.evaluate(visitShops, VISITS);
        const search1 = await searchAll(page, QUERIES.search1);
        const search2 = await searchAll(page, QUERIES.search2);
        const search4 = await searchAll(page, QUERIES.search4);
        const searchOrder = await searchAll(page, known.orders);
        const { text } = await page.evaluate(searchFor, past.sample);
        const key = await measureKeys(page, gateway, known);
        return {
          ready,
          list,
          usable,
          snapshot,
          memory,
          heap,
          tab: p95(tabs),
          open: p95(opens),
          openOther: p95(others),
          frame: p95(frames),
          key,
          search1,
          search2,
          search4,
          searchOrder,
          findsSample: text.includes(past.sample),
        };
      } catch (error) {
        process.stderr.write(app.stderr());
        throw error;
      } finally {
        await app.stop();
      }
    });
  } finally {
    await gateway.close();
  }
};
