import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT, runTool } from './run-tool.ts';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** Hundreds of processes and threads of the tests load the same sources: each is compiled once. */
const COMPILE_CACHE = path.join(ROOT, 'node_modules/.cache/node-compile');

/** Runs vitest with one of our configurations, over all its files or those named, and counts. */
export const runVitest = async (
  name: string,
  config: string,
  places: readonly string[] = [],
): Promise<Counts> => {
  process.env['NODE_COMPILE_CACHE'] ??= COMPILE_CACHE;
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
      ...places,
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
