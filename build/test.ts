import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runChecks } from './checks.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { ensureRenderer } from './ensure-renderer.ts';
import { runTool } from './run-tool.ts';

/**
 * `npm test`: the checks, the unit and integration tests, then the end-to-end tests against the built app.
 * The last line counts all of them: `N passed, N failed, N skipped`.
 */
type Counts = { passed: number; failed: number; skipped: number };

const runVitest = async (name: string, config: string): Promise<Counts> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'duodian-test-'));
  const report = path.join(folder, 'report.json');
  const { code } = await runTool(
    'vitest',
    [
      'run',
      '--config',
      config,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { quiet: false },
  );
  const text = await readFile(report, 'utf8').catch(() => null);
  await rm(folder, { recursive: true, force: true });
  if (text === null) {
    console.error(`${name}: the test runner ended with code ${code} before it reported`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    text,
  ) as Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>;
  // A file that does not load has no failed test of its own, only a failed run.
  const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
};

const runCheckTests = async (): Promise<Counts> => {
  const results = await runChecks();
  for (const { name, passed, output } of results) {
    console.log(`${passed ? '✓' : '✗'} ${name}`);
    if (!passed) console.log(output.trimEnd());
  }
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed, skipped: 0 };
};

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const add = (counts: Counts): void => {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
};

add(await runCheckTests());
process.env['DUODIAN_CHROMIUM'] = await ensureChromium();
add(await runVitest('unit', 'vitest.config.ts'));
await ensureRenderer();
add(await runVitest('end to end', 'vitest.e2e.config.ts'));

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
