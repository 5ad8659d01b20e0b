import path from 'node:path';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import { temporaryFolder } from '../../e2e/programs.ts';
import { SpecGateway } from '../../e2e/spec-gateway.ts';
import { figure, type TellFigure } from '../figure.ts';
import { QuietPage, withQuietBrowser } from '../quiet-page.ts';
import { residentBytes } from '../resident-bytes.ts';
import { hasOpened, isConnected } from '../scale/probes.ts';
import { seedPast } from '../seed-past.ts';
import { makeIndexWhole } from '../whole-index.ts';
import { AppUnderLoad } from './app-under-load.ts';
import { countSince, lastArrival, runFullQuery, wrongRows } from './full-query.ts';
import { type Sample, slopePerMinute } from './slope.ts';
import { longTasks, noteLook, readList, watchLongTasks } from './soak-probes.ts';

/**
 * A long day: 200 shops with 500 conversations each, 200 messages a second, half of them buyers' and half the back office's
 * replies ten seconds later. Does memory stay, does the page stay quick, is the list right at the end? `DUODIAN_SOAK_MINUTES`
 * says how long (10), `DUODIAN_SCALE` another size as for `scale`. A slope's reference is its noise: a ratio between
 * -1 and 1 is no climb.
 */
const SIZE = '200,100000,1000000';
const MIB = 1024 * 1024;
const LOOK_EVERY_MS = 5_000;
const WARM_UP_MS = 15_000;
const SETTLE_MS = 5_000;
const ARRIVE_WITHIN_MS = 30_000;
const START_PATIENCE_MS = 90_000;
const ROWS = 200;
const PER_SECOND = 200;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Series = Readonly<Record<'rss' | 'mainHeap' | 'pageHeap', Sample[]>>;

/** Looks at both processes until the time is over. */
const watchMemory = async (app: AppUnderLoad, page: QuietPage, endMs: number): Promise<Series> => {
  const series: Series = { rss: [], mainHeap: [], pageHeap: [] };
  const beganMs = performance.now();
  while (performance.now() < endMs) {
    const atMs = performance.now() - beganMs;
    series.mainHeap.push({ atMs, value: await app.heapMiB() });
    series.rss.push({ atMs, value: (await residentBytes(app.pid)) / MIB });
    await page.evaluate(noteLook, true);
    series.pageHeap.push({ atMs, value: (await page.heapBytes()) / MIB });
    await page.evaluate(noteLook, false);
    await sleep(LOOK_EVERY_MS);
  }
  return series;
};

const tellSlope = (tell: TellFigure, name: string, samples: readonly Sample[]): void => {
  const { slope, noise } = slopePerMinute(samples);
  tell(figure(`soak.${name}Slope`, slope, 'MiB a minute, beside its noise', noise));
  const last = samples.at(-1)?.value ?? Number.NaN;
  tell(figure(`soak.${name}`, last, 'MiB at the end', samples[0]?.value ?? last));
};

const judgeEnd = async (
  tell: TellFigure,
  page: QuietPage,
  said: { readonly file: string; readonly since: number; readonly count: number },
): Promise<void> => {
  const shown = await page.evaluate(readList, ROWS);
  const full = runFullQuery(said.file, ROWS);
  const missing = ROWS - shown.rows.length;
  const wrong = wrongRows(shown.rows, full) + missing;
  tell(figure('soak.wrongRows', wrong, 'rows of the list in a wrong place', ROWS));
  tell(figure('soak.waiting', shown.waiting, 'who wait, as shown', full.waiting.size));
  const arrived = countSince(said.file, said.since);
  tell(figure('soak.arrived', arrived, 'messages in the database', said.count));
};

/** What was said last is still under way on a machine that is busy; that something never arrives is a figure. */
const untilArrived = async (file: string, since: number, count: number): Promise<void> => {
  const giveUpMs = performance.now() + ARRIVE_WITHIN_MS;
  while (performance.now() < giveUpMs && countSince(file, since) < count) await sleep(1_000);
};

const soak = async (
  tell: TellFigure,
  app: AppUnderLoad,
  page: QuietPage,
  run: { readonly file: string; readonly minutes: number },
): Promise<void> => {
  await page.until(hasOpened, undefined, START_PATIENCE_MS);
  await page.until(isConnected, undefined);
  const since = lastArrival(run.file);
  app.begin();
  const beganMs = performance.now();
  await sleep(WARM_UP_MS);
  await page.evaluate(watchLongTasks, undefined);
  const series = await watchMemory(app, page, beganMs + run.minutes * 60_000);
  const seconds = (performance.now() - beganMs) / 1000;
  tell(figure('soak.pace', app.said / seconds, 'messages a second', PER_SECOND));
  const long = await page.evaluate(longTasks, undefined);
  tell(figure('soak.longTasks', long.length, `tasks over 50 ms, of ${String(run.minutes)} min`, 1));
  tell(figure('soak.longestTask', Math.max(0, ...long), 'ms', 50));
  for (const name of ['rss', 'mainHeap', 'pageHeap'] as const) tellSlope(tell, name, series[name]);
  await app.answerTheRest();
  await untilArrived(run.file, since, app.said);
  await sleep(SETTLE_MS);
  await judgeEnd(tell, page, { file: run.file, since, count: app.said });
};

export const run = async (tell: TellFigure): Promise<void> => {
  const minutes = Number(process.env['DUODIAN_SOAK_MINUTES'] ?? 10);
  const { folder, remove } = await temporaryFolder();
  const gateway = await SpecGateway.start('demo-token');
  try {
    const { directory } = await seedPast(
      path.join(folder, 'past'),
      process.env['DUODIAN_SCALE'] ?? SIZE,
    );
    makeIndexWhole(databaseFileIn(directory));
    await withQuietBrowser(path.join(folder, 'browser'), async (browser) => {
      const app = await AppUnderLoad.start(directory, gateway);
      try {
        const page = await QuietPage.open(browser, app.url);
        await soak(tell, app, page, { file: databaseFileIn(directory), minutes });
      } finally {
        await app.stop();
      }
    });
  } finally {
    await gateway.close();
    await remove();
  }
};
