import Database from 'better-sqlite3';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import { startApp } from '../../e2e/programs.ts';
import { SpecGateway } from '../../e2e/spec-gateway.ts';
import { percentile } from '../figure.ts';
import { QuietPage, withQuietBrowser } from '../quiet-page.ts';
import { enter, scrollUp, seek } from './history-probes.ts';
import { LONG_BUYER } from './long-conversation.ts';
import { hasOpened } from './probes.ts';

/** What it costs to go back in time. */
export type MeasuredHistory = {
  /** From Enter on a hit to the message painted, p95 in ms. */
  readonly openAtHit: number;
  /** Frames that were not shown, for each 1,000 px of steady scrolling. */
  readonly dropped: number;
  /** Between two frames while scrolling, p95 in ms. */
  readonly frame: number;
  /** How far the log moved of how far it should, 0 to 1. */
  readonly reached: number;
};

const HITS = 20;
const START_PATIENCE_MS = 90_000;
const FRAME_MS = 1000 / 60;
const PX_PER_SECOND = 4_000;
/** One question to the browser has 60 s. */
const PARTS = 3;
const PART_SECONDS = 10;
const SEEK_PATIENCE_MS = 20_000;

/** Order numbers of the oldest cards, each of another conversation. */
const oldestOrders = (directory: string): readonly string[] => {
  const db = new Database(databaseFileIn(directory), { readonly: true });
  try {
    const cards = db
      .prepare<[number], string>(
        `SELECT content FROM message WHERE type = 'order_card'
         GROUP BY shop_id, buyer_pin ORDER BY min(arrival) LIMIT ?`,
      )
      .pluck()
      .all(HITS);
    return [...new Set(cards.flatMap((text) => text.split('订单号:')[1] ?? []))];
  } finally {
    db.close();
  }
};

const openAtHits = async (page: QuietPage, orders: readonly string[]): Promise<number> => {
  const times: number[] = [];
  for (const query of orders) {
    const found = await page.evaluate(seek, { query, patienceMs: SEEK_PATIENCE_MS });
    if (found === null) throw new Error(`the search does not find order ${query}`);
    times.push(await page.evaluate(enter, true));
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return percentile(times, 0.95);
};

const scrollLong = async (page: QuietPage): Promise<Omit<MeasuredHistory, 'openAtHit'>> => {
  const found = await page.evaluate(seek, { query: LONG_BUYER, patienceMs: SEEK_PATIENCE_MS });
  if (found === null) throw new Error('the search does not find the long conversation');
  await page.evaluate(enter, false);
  const frames: number[] = [];
  let px = 0;
  for (let part = 0; part < PARTS; part += 1) {
    const given = { pxPerSecond: PX_PER_SECOND, seconds: PART_SECONDS };
    const scrolled = await page.evaluate(scrollUp, given);
    frames.push(...scrolled.frames);
    px += scrolled.px;
  }
  const dropped = frames.reduce((sum, ms) => sum + Math.max(0, Math.round(ms / FRAME_MS) - 1), 0);
  return {
    dropped: (dropped * 1000) / px,
    frame: percentile(frames, 0.95),
    reached: px / (PX_PER_SECOND * PARTS * PART_SECONDS),
  };
};

const lookBack = async (page: QuietPage, orders: readonly string[]): Promise<MeasuredHistory> => {
  await page.until(hasOpened, undefined, START_PATIENCE_MS);
  const openAtHit = await openAtHits(page, orders);
  return { openAtHit, ...(await scrollLong(page)) };
};

/** Over a past with a long conversation in it (`addLongConversation`). */
export const measureHistory = async (
  directory: string,
  browserFolder: string,
): Promise<MeasuredHistory> => {
  const orders = oldestOrders(directory);
  // Without a back office the app shows how to connect to one.
  const gateway = await SpecGateway.start('bench');
  const app = await startApp({ data: directory, gateway: gateway.address, token: 'bench' });
  try {
    return await withQuietBrowser(browserFolder, async (browser) =>
      lookBack(await QuietPage.open(browser, app.ready.url), orders),
    );
  } catch (error) {
    process.stderr.write(app.stderr());
    throw error;
  } finally {
    await app.stop();
    await gateway.close();
  }
};
