import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runHour } from './hour-run.ts';

/**
 * `node tests/faults/hour/main.ts [--minutes N] [--shops N] [--seed N] [--log FILE]`: the hour run alone. Prints one line of
 * JSON, then each difference and each unconfirmed send; ends with 1 when there is a difference. The renderer must be built.
 * `--log` keeps what the app wrote to stderr.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    shops: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    log: { type: 'string' },
  },
});
const numberOf = (name: 'minutes' | 'shops' | 'seed', least: number): number => {
  const number = Number(values[name]);
  if (Number.isFinite(number) && number >= least) return number;
  console.error(`--${name} must be a number from ${least}`);
  process.exit(2);
};

const result = await runHour({
  minutes: numberOf('minutes', 0.1),
  shops: numberOf('shops', 1),
  seed: numberOf('seed', 0),
  say: (line) => console.error(line),
});
if (values.log !== undefined) await writeFile(values.log, result.stderr);
console.log(JSON.stringify(result.figures));
for (const line of result.unconfirmed) console.log(line);
for (const line of result.differences) console.log(`DIFFERENCE ${line}`);
process.exitCode = result.differences.length === 0 ? 0 : 1;
