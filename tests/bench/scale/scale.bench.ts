import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { databaseFileIn } from '../../../electron/host/data/data-directory.ts';
import { runToEnd, temporaryFolder } from '../../e2e/programs.ts';
import { figure, type TellFigure } from '../figure.ts';
import { measureIngest } from '../ingest-pipe.ts';
import { type Measured, measureWorkbench, type SeededPast } from './measured-workbench.ts';

/**
 * What a year of messages costs: the same workbench over a large past and over a small one, in one run. Each figure's reference
 * is that of the small one, so that a ratio of 1 says that history costs nothing. `DUODIAN_SCALE=30,9000,90000` measures
 * another size: shops, conversations, messages.
 */
const LARGE = '200,100000,1000000';
const SMALL = '4,40,400';
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

const seed = async (directory: string, size: string): Promise<SeededPast> => {
  const [shops = '', conversations = '', messages = ''] = size.split(',');
  const counts = ['--shops', shops, '--conversations', conversations, '--messages', messages];
  const { code, stdout, stderr } = await runToEnd('build/seed.ts', [
    '--data',
    directory,
    ...counts,
  ]);
  if (code !== 0) throw new Error(`no past could be made: ${stderr}`);
  process.stderr.write(stderr);
  const told = JSON.parse(stdout) as { readonly sample: { readonly message_text: string } };
  return { directory, sample: told.sample.message_text };
};

/** Milliseconds for each frame of the back office, from the socket to the disk, in a database of its own. */
const ingestCost = async (file: string): Promise<number> =>
  1000 / (await measureIngest(file, FLOOD));

export const run = async (tell: TellFigure): Promise<void> => {
  const { folder, remove } = await temporaryFolder();
  try {
    const large = await seed(path.join(folder, 'large'), process.env['DUODIAN_SCALE'] ?? LARGE);
    const small = await seed(path.join(folder, 'small'), SMALL);
    // A copy: what this puts in is no part of the past that is looked at.
    const copied = path.join(folder, 'ingest');
    await mkdir(copied);
    await cp(databaseFileIn(large.directory), databaseFileIn(copied));
    const empty = await ingestCost(path.join(folder, 'empty.db'));
    tell(figure('scale.ingest', await ingestCost(databaseFileIn(copied)), 'ms a message', empty));
    const reference = await measureWorkbench(small, path.join(folder, 'browser-small'));
    const ours = await measureWorkbench(large, path.join(folder, 'browser-large'));
    for (const [name, unit, divisor] of SHOWN) {
      tell(figure(`scale.${name}`, ours[name] / divisor, unit, reference[name] / divisor));
    }
    tell(figure('scale.findsOld', ours.findsSample ? 1 : 0, 'of 1 sentence, said once', 1));
  } finally {
    await remove();
  }
};
