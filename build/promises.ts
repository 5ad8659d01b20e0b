import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FIGURES_VARIABLE, PROMISES, type PromiseFigure } from '../tests/faults/figures.ts';
import { PROMISES_VARIABLE, SOAK_VARIABLE } from '../tests/faults/scale.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { ensureRenderer } from './ensure-renderer.ts';
import { ROOT, runProgram } from './run-tool.ts';
import { runVitest } from './vitest-run.ts';

/**
 * `npm run promises`: runs what measures the promises (the tests under fault, the search for secrets, the seeded
 * faults) and prints each promise with its target and the figure reached here. `npm run test:soak` (`--soak`) does the
 * same with the long versions, which takes hours. Ends with 1 when a promise was not kept or not measured.
 */
const [mode, ...others] = process.argv.slice(2);
if ((mode !== undefined && mode !== '--soak') || others.length > 0) {
  console.error('npm run promises takes no option; the long versions are npm run test:soak');
  process.exit(2);
}
process.env[mode === '--soak' ? SOAK_VARIABLE : PROMISES_VARIABLE] = '1';

const readFigures = async (file: string): Promise<readonly PromiseFigure[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PromiseFigure);
};

const folder = await mkdtemp(path.join(tmpdir(), 'duodian-promises-'));
const file = path.join(folder, 'figures.jsonl');
process.env[FIGURES_VARIABLE] = file;
process.env['DUODIAN_CHROMIUM'] = await ensureChromium();
await ensureRenderer();
// How soon a failing database is told is a time, and is taken while nothing else runs.
const disk = await runVitest('disk', 'vitest.config.ts', ['tests/faults/disk.test.ts']);
const faults = await runVitest('faults', 'vitest.config.ts', ['tests/faults/']);
// Every scene of the screen, in both themes.
const screens = await runVitest('screens', 'vitest.config.ts', ['tests/screens/axe']);
const secrets = await runVitest('secrets', 'vitest.e2e.config.ts', ['tests/e2e/secrets']);
const mutants = await runProgram(process.execPath, [path.join(ROOT, 'tests/mutants/main.ts')], {
  quiet: false,
});
const figures = await readFigures(file);
await rm(folder, { recursive: true, force: true });

const missing: string[] = [];
console.log('\n| promise | target | reached here |\n|---|---|---|');
for (const [promise, words] of Object.entries(PROMISES)) {
  const found = figures.filter((figure) => figure.promise === promise);
  if (found.length === 0) {
    missing.push(promise);
    console.log(`| ${words} | | not measured |`);
  }
  for (const { target, reached } of found) console.log(`| ${words} | ${target} | ${reached} |`);
}
const isKept =
  disk.failed + faults.failed + screens.failed + secrets.failed + mutants.code === 0 &&
  missing.length === 0;
console.log(isKept ? '\nevery promise kept' : '\nnot every promise was kept, see above');
process.exitCode = isKept ? 0 : 1;
