import { defineConfig } from 'vitest/config';
import { LongFirst } from './build/long-first.ts';
import { isSoak } from './tests/faults/scale.ts';

/** Files of these have no process, worker or clock of their own: one process runs many, which saves half of their time. */
const PURE = '{shared,electron/{core,diagnostics,gateway},renderer}/**/*.test.{ts,tsx}';

/** Unit and integration tests. The end-to-end programs of tests/e2e have a configuration of their own. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: [
            '{electron,sandbox,build}/**/*.test.ts',
            'tests/{walls,bench,faults,mutants}/**/*.test.ts',
          ],
          // Random faults need time: in less than some minutes they prove nothing.
          exclude: ['**/node_modules/**', PURE, ...(isSoak ? [] : ['tests/faults/hour/**'])],
        },
      },
      { extends: true, test: { name: 'pure', include: [PURE], isolate: false } },
    ],
    // A long version ends when it has done its rounds.
    testTimeout: isSoak ? 4 * 3_600_000 : 150_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Many of them wait for a page or a disk: one more than the two cores of a small machine.
    maxWorkers: 3,
    // Cases of one connector, most of whose time is waiting.
    maxConcurrency: 4,
    sequence: { sequencer: LongFirst },
  },
});
