import { readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import { backupFolderOf, backupsOf } from '../../../electron/storage/backup/backup-files.ts';
import { startApp, temporaryFolder } from '../../e2e/programs.ts';
import { SpecGateway } from '../../e2e/spec-gateway.ts';
import { figure, percentile, type TellFigure } from '../figure.ts';
import { QuietPage, withQuietBrowser } from '../quiet-page.ts';
import { residentBytes } from '../resident-bytes.ts';
import { hasOpened, isConnected, keyDelays, watchKeys } from '../scale/probes.ts';
import { seedPast } from '../seed-past.ts';
import { longTasks, watchLongTasks } from '../soak/soak-probes.ts';
import { marksShown, rowsInSight, watchMarks } from './shown-probes.ts';

/**
 * What the daily backup costs the agent (ST7): she types without a pause while the back office writes to all conversations, and
 * each fifth time to one that she sees in her list, before, during and after the backup that the app makes by itself a minute
 * after its start, because the past has none. The reference of each figure is the time without a backup, in the same run. No
 * shop is online, and a reply that waited 2 min is held, which is a second write: the pace leaves room for that.
 * `DUODIAN_SCALE` is another size; the usual one is a file of 1 GB.
 */
const SIZE = '200,100000,1900000';
const MIB = 1024 * 1024;
const PER_SECOND = 40;
const TURN_MS = 20;
const ROWS = 8;
/** Each so many messages one is for a row in sight. */
const SEEN_EVERY = 5;
/** Coprime to any number of conversations that is a round one: all have their turn. */
const STRIDE = 7_919;
const KEY_EVERY_MS = 60;
const WARM_UP_MS = 4_000;
const QUIET_MS = 20_000;
const START_PATIENCE_MS = 90_000;
const BACKUP_PATIENCE_MS = 600_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Of one stretch of time: what keys took, what the back office's messages took, tasks over 50 ms, how long it was. */
type Stretch = {
  readonly keys: readonly number[];
  readonly shown: readonly number[];
  readonly long: readonly number[];
  readonly ms: number;
};

const joined = (a: Stretch, b: Stretch): Stretch => ({
  keys: [...a.keys, ...b.keys],
  shown: [...a.shown, ...b.shown],
  long: [...a.long, ...b.long],
  ms: a.ms + b.ms,
});

type Buyer = readonly [shop: string, buyer: string];

const readBuyers = (file: string): readonly Buyer[] => {
  const db = new Database(file, { readonly: true });
  try {
    return db
      .prepare<[], [string, string]>('SELECT shop_id, buyer_pin FROM conversation')
      .raw()
      .all();
  } finally {
    db.close();
  }
};

/** The back office, which writes to all buyers and to some in sight, and the agent, who types. */
class Desk {
  readonly #page: QuietPage;
  readonly #sentAt: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(
    page: QuietPage,
    gateway: SpecGateway,
    buyers: { readonly all: readonly Buyer[]; readonly inSight: readonly Buyer[] },
  ) {
    this.#page = page;
    const beganAt = performance.now();
    const buyerOf = (n: number): Buyer | undefined =>
      n % SEEN_EVERY === 0
        ? buyers.inSight[(n / SEEN_EVERY) % buyers.inSight.length]
        : buyers.all[(n * STRIDE) % buyers.all.length];
    this.#timer = setInterval(() => {
      while (this.#sentAt.length < ((performance.now() - beganAt) * PER_SECOND) / 1000) {
        const [shop, buyer] = buyerOf(this.#sentAt.length) ?? ['', ''];
        gateway.send({
          type: 'message',
          content: `⟦${this.#sentAt.length}⟧ 您好，今天 17 点前发出。`,
          msg_type: 'text',
          receiver: { id: buyer },
          store_id: shop,
        });
        this.#sentAt.push(performance.timeOrigin + performance.now());
      }
    }, TURN_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Types until `isOver`, and answers how that went. */
  async typeUntil(isOver: () => boolean): Promise<Stretch> {
    const page = this.#page;
    const beganAt = performance.now();
    const firstMark = this.#sentAt.length;
    const firstKey = (await page.evaluate(keyDelays, undefined)).length;
    const firstLong = (await page.evaluate(longTasks, undefined)).length;
    for (let key = 0; !isOver(); key += 1) {
      await page.press('abcdefghij'.charAt(key % 10));
      await sleep(KEY_EVERY_MS);
    }
    const ms = performance.now() - beganAt;
    const lastMark = this.#sentAt.length;
    const keys = (await page.evaluate(keyDelays, undefined)).slice(firstKey);
    const long = (await page.evaluate(longTasks, undefined)).slice(firstLong);
    const marks = await page.evaluate(marksShown, undefined);
    const shown = Object.entries(marks)
      .filter(([mark]) => Number(mark) >= firstMark && Number(mark) < lastMark)
      .map(([mark, at]) => at - (this.#sentAt[Number(mark)] ?? at));
    return { keys, shown, long, ms };
  }
}

const forMs = (ms: number): (() => boolean) => {
  const endAt = performance.now() + ms;
  return () => performance.now() > endAt;
};

const tellStretch = (tell: TellFigure, during: Stretch, without: Stretch): void => {
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
    ['p99', 0.99],
  ] as const) {
    const of = (sample: readonly number[]): number => percentile(sample, share);
    tell(figure(`backup.key.${name}`, of(during.keys), 'ms', of(without.keys)));
    tell(figure(`backup.shown.${name}`, of(during.shown), 'ms', of(without.shown)));
  }
  const rate = ({ long, ms }: Stretch): number => (long.length * 60_000) / ms;
  const usual = Math.max(1, rate(without));
  tell(figure('backup.longTasks', rate(during), 'tasks over 50 ms a minute', usual));
  tell(
    figure('backup.longestTask', Math.max(0, ...during.long), 'ms', Math.max(50, ...without.long)),
  );
};

const measure = async (
  tell: TellFigure,
  parts: {
    readonly page: QuietPage;
    readonly gateway: SpecGateway;
    readonly file: string;
    readonly pid: number;
  },
): Promise<void> => {
  const { page, gateway, file, pid } = parts;
  await page.until(hasOpened, undefined, START_PATIENCE_MS);
  await page.until(isConnected, undefined);
  await page.evaluate(watchMarks, undefined);
  await page.evaluate(watchLongTasks, undefined);
  await page.evaluate(watchKeys, undefined);
  const inSight = await page.evaluate(rowsInSight, ROWS);
  const desk = new Desk(page, gateway, { all: readBuyers(file), inSight });
  const folder = backupFolderOf(file);
  const hasBegun = (): boolean => {
    try {
      return readdirSync(folder).length >= 0;
    } catch {
      return false;
    }
  };
  try {
    await desk.typeUntil(forMs(WARM_UP_MS));
    const before = await desk.typeUntil(forMs(QUIET_MS));
    const usualBytes = await residentBytes(pid);
    if (hasBegun())
      throw new Error('the backup began before there was anything to compare it with');
    await desk.typeUntil(hasBegun);
    let mostBytes = 0;
    const watchMemory = setInterval(() => {
      void residentBytes(pid).then((bytes) => (mostBytes = Math.max(mostBytes, bytes)));
    }, 500);
    const isTooLong = forMs(BACKUP_PATIENCE_MS);
    const during = await desk.typeUntil(() => backupsOf(file).length > 0 || isTooLong());
    clearInterval(watchMemory);
    if (backupsOf(file).length === 0) throw new Error('the backup did not end');
    await desk.typeUntil(forMs(WARM_UP_MS));
    const without = joined(before, await desk.typeUntil(forMs(QUIET_MS)));
    tellStretch(tell, during, without);
    tell(figure('backup.took', during.ms / 1000, 's', 1));
    tell(figure('backup.memory', mostBytes / MIB, 'MiB resident, at most', usualBytes / MIB));
  } finally {
    desk.stop();
  }
};

export const run = async (tell: TellFigure): Promise<void> => {
  const { folder, remove } = await temporaryFolder();
  const gateway = await SpecGateway.start('bench');
  try {
    const { directory } = await seedPast(
      path.join(folder, 'past'),
      process.env['DUODIAN_SCALE'] ?? SIZE,
    );
    await withQuietBrowser(path.join(folder, 'browser'), async (browser) => {
      const app = await startApp({ data: directory, gateway: gateway.address, token: 'bench' });
      try {
        const page = await QuietPage.open(browser, app.ready.url);
        await measure(tell, { page, gateway, file: databaseFileIn(directory), pid: app.pid });
      } finally {
        await app.stop();
      }
    });
  } finally {
    await gateway.close();
    await remove();
  }
};
