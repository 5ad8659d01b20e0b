import { runChecks } from './checks.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { ensureRenderer } from './ensure-renderer.ts';
import { type Counts, runVitest } from './vitest-run.ts';

/**
 * `npm test`: the checks, then against the built app the unit and integration tests and the end-to-end tests.
 * The last line counts all of them: `N passed, N failed, N skipped`.
 */
const runCheckTests = async (): Promise<Counts> => {
  const results = await runChecks();
  for (const { name, passed, output } of results) {
    console.log(`${passed ? '✓' : '✗'} ${name}`);
    if (!passed) console.log(output.trimEnd());
  }
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed, skipped: 0 };
};

const all: Counts[] = [await runCheckTests()];
process.env['DUODIAN_CHROMIUM'] = await ensureChromium();
await ensureRenderer();
all.push(await runVitest('unit', 'vitest.config.ts'));
all.push(await runVitest('end to end', 'vitest.e2e.config.ts'));

const sum = (kind: keyof Counts): number => all.reduce((total, counts) => total + counts[kind], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
