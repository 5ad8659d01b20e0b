import { defineConfig } from 'vitest/config';
import { LongFirst } from './build/long-first.ts';
import { isSoak } from './tests/faults/scale.ts';

/** Unit and integration tests. The end-to-end programs of tests/e2e have a configuration of their own. */
export default defineConfig({
  test: {
    include: [
      '{shared,electron,renderer,sandbox,build}/**/*.test.{ts,tsx}',
      'tests/{walls,bench,faults,mutants}/**/*.test.ts',
    ],
    // Random faults need time: in less than some minutes they prove nothing.
    exclude: ['**/node_modules/**', ...(isSoak ? [] : ['tests/faults/hour/**'])],
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
