import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import { temporaryFolder } from '../../e2e/programs.ts';
import { figure, type TellFigure } from '../figure.ts';
import { measureIngest } from '../ingest-pipe.ts';
import { seedPast, type SeededPast } from '../seed-past.ts';
import { makeIndexWhole } from '../whole-index.ts';
import { addLongConversation } from './long-conversation.ts';
import { measureHistory, type MeasuredHistory } from './measured-history.ts';
import { type Measured, measureWorkbench } from './measured-workbench.ts';

/**
 * What a year of messages costs: the same workbench over a large past and over a small one, in one run. Each figure's reference
 * is that of the small one, so that a ratio of 1 says that history costs nothing. `DUODIAN_SCALE=30,9000,90000` measures
 * another size: shops, conversations, messages.
 */
const LARGE = '200,100000,1000000';
const SMALL = '4,40,400';
/** Messages of the conversation that is scrolled up: the small one is as long as that reaches. */
const LONG = { large: 100_000, small: 4_000 };
const FLOOD = { frames: 10_000, buyers: 1_000 };
const MIB = 1024 * 1024;

type Shown = readonly [name: Exclude<keyof Measured, 'findsSample'>, unit: string, divisor: number];
const SHOWN: readonly Shown[] = [
  ['ready', 'ms', 1],
  ['list', 'ms from the start to the list', 1],
  ['usable', 'ms from the start to a conversation', 1],
  ['snapshot', 'MiB received by the page', MIB],
  ['memory', 'MiB resident, main process', MIB],
  ['heap', 'MiB heap, renderer', MIB],
  ['tab', 'ms p95', 1],
  ['open', 'ms p95', 1],
  ['openOther', 'ms p95, not read ahead', 1],
  ['frame', 'ms p95, a frame in which one word changes', 1],
  ['key', 'ms p95 at 200 messages a second', 1],
  ['search1', 'ms p95, one character', 1],
  ['search2', 'ms p95, two characters', 1],
  ['search4', 'ms p95, four characters', 1],
  ['searchOrder', 'ms p95, order number', 1],
];

/** With what is only in its log: a workbench that was ended in the middle of its backup leaves that to the next start. */
const copyDatabase = async (from: string, to: string): Promise<void> => {
  for (const ending of ['', '-wal']) {
    const file = `${databaseFileIn(from)}${ending}`;
    if (existsSync(file)) await cp(file, `${databaseFileIn(to)}${ending}`);
  }
};

/** In a copy, with a long conversation in it. */
const measureWithLong = async (
  { directory }: SeededPast,
  folder: string,
  messages: number,
): Promise<MeasuredHistory> => {
  const copied = path.join(folder, 'history');
  await mkdir(copied, { mode: 0o700 });
  try {
    await copyDatabase(directory, copied);
    addLongConversation(databaseFileIn(copied), messages);
    makeIndexWhole(databaseFileIn(copied));
    return await measureHistory(copied, path.join(folder, 'browser-history'));
  } finally {
    await rm(copied, { recursive: true, force: true, maxRetries: 5 });
  }
};

const tellHistory = (tell: TellFigure, large: MeasuredHistory, small: MeasuredHistory): void => {
  // A reference of nothing dropped has no ratio.
  const least = 0.01;
  tell(figure('scale.openAtHit', large.openAtHit, 'ms p95', small.openAtHit));
  tell(
    figure(
      'scale.scroll',
      large.dropped,
      'frames dropped in 1,000 px',
      Math.max(least, small.dropped),
    ),
  );
  tell(figure('scale.scrollFrame', large.frame, 'ms p95', small.frame));
  tell(figure('scale.scrollReached', large.reached, 'of the way', small.reached));
};

/** Milliseconds for each frame of the back office, from the socket to the disk, in a database of its own. */
const ingestCost = async (file: string): Promise<number> =>
  1000 / (await measureIngest(file, FLOOD));

export const run = async (tell: TellFigure): Promise<void> => {
  const { folder, remove } = await temporaryFolder();
  try {
    const large = await seedPast(path.join(folder, 'large'), process.env['DUODIAN_SCALE'] ?? LARGE);
    const small = await seedPast(path.join(folder, 'small'), SMALL);
    // A copy: what this puts in is no part of the past that is looked at.
    const copied = path.join(folder, 'ingest');
    await mkdir(copied);
    await copyDatabase(large.directory, copied);
    const empty = await ingestCost(path.join(folder, 'empty.db'));
    tell(figure('scale.ingest', await ingestCost(databaseFileIn(copied)), 'ms a message', empty));
    const reference = await measureWorkbench(small, path.join(folder, 'browser-small'));
    const ours = await measureWorkbench(large, path.join(folder, 'browser-large'));
    for (const [name, unit, divisor] of SHOWN) {
      tell(figure(`scale.${name}`, ours[name] / divisor, unit, reference[name] / divisor));
    }
    const smallHistory = await measureWithLong(small, folder, LONG.small);
    tellHistory(tell, await measureWithLong(large, folder, LONG.large), smallHistory);
    tell(figure('scale.findsOld', ours.findsSample ? 1 : 0, 'of 1 sentence, said once', 1));
  } finally {
    await remove();
  }
};
