import path from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart, EXIT } from '../electron/host/cannot-start.ts';
import { DataFolder } from '../electron/host/data/data-folder.ts';
import type { Log } from '../electron/core/ports/log.ts';
import type { PastOptions } from '../sandbox/past/past.ts';
import { seedDirectory } from './seed-directory.ts';

/**
 * `npm run seed -- --data DIR [--shops 200] [--conversations 100000] [--messages 1000000] [--seed N]`: fills a data directory
 * with the past of thirty days, ready for `npm run serve -- --data DIR`. The last line on stdout is one JSON object.
 */
const MOST = { shops: 1_000, conversations: 1_000_000, messages: 10_000_000, seed: 4_294_967_295 };
const USUAL = { shops: 200, conversations: 100_000, messages: 1_000_000, seed: 1 };
type NumberName = keyof typeof MOST;
const NAMES = Object.keys(MOST) as readonly NumberName[];

const wrong = (sentence: string): CannotStart => new CannotStart(EXIT.wrongOption, sentence);

const readWords = (words: readonly string[]): ReadonlyMap<string, string> => {
  const known = ['data', ...NAMES];
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    options: Object.fromEntries(known.map((name) => [name, { type: 'string' as const }])),
  });
  const given = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') throw wrong(`unexpected word "${token.value}"`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!known.includes(name)) throw wrong(`unknown option ${rawName}`);
    if (given.has(name)) throw wrong(`--${name} is given twice`);
    if (value === undefined || value === '' || (!token.inlineValue && value.startsWith('--')))
      throw wrong(`--${name} needs a value`);
    given.set(name, value);
  }
  return given;
};

const numberOf = (given: ReadonlyMap<string, string>, name: NumberName): number => {
  const text = given.get(name);
  if (text === undefined) return USUAL[name];
  const number = /^\d{1,10}$/u.test(text) ? Number(text) : Number.NaN;
  const least = name === 'seed' ? 0 : 1;
  if (number >= least && number <= MOST[name]) return number;
  throw wrong(`--${name} takes a whole number from ${least} to ${MOST[name]}`);
};

const readOptions = (
  words: readonly string[],
): Pick<PastOptions, NumberName> & { readonly directory: string } => {
  const given = readWords(words);
  const data = given.get('data');
  if (data === undefined) throw wrong('--data needs a directory to fill');
  const [shops, conversations, messages, seed] = [
    numberOf(given, 'shops'),
    numberOf(given, 'conversations'),
    numberOf(given, 'messages'),
    numberOf(given, 'seed'),
  ];
  if (conversations < shops) throw wrong('--conversations takes at least one for each shop');
  if (messages < conversations) throw wrong('--messages takes at least one for each conversation');
  return { directory: path.resolve(data), shops, conversations, messages, seed };
};

const log: Log = {
  info: () => undefined,
  warn: (event, detail) => console.error(event, detail ?? ''),
};

const run = async (): Promise<void> => {
  const { directory, ...options } = readOptions(process.argv.slice(2));
  process.umask(0o077);
  const folder = new DataFolder(directory);
  const claim = folder.claim();
  if (claim === 'taken')
    throw new CannotStart(EXIT.alreadyRunning, `Duodian is running on ${directory}`);
  if (claim !== 'ours') throw new CannotStart(EXIT.failed, `${directory} cannot be used: ${claim}`);
  try {
    const beganMs = performance.now();
    const past = { ...options, now: Date.now(), media: null };
    const seeded = await seedDirectory(directory, past, log);
    if (seeded === null)
      throw new CannotStart(
        EXIT.failed,
        `${directory} already holds a workbench with shops; name an empty directory`,
      );
    const seconds = (performance.now() - beganMs) / 1000;
    const pace = Math.round(seeded.messages / seconds);
    console.error(`filled ${directory} in ${seconds.toFixed(1)} s, ${pace} messages a second`);
    console.log(JSON.stringify(seeded));
  } finally {
    folder.release();
  }
};

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof CannotStart ? error.code : EXIT.failed;
}
