import { defineConfig } from 'vitest/config';
import { LongFirst } from './build/long-first.ts';
import { isSoak } from './tests/faults/scale.ts';

/** What starts programs, threads or browsers, or puts something in a module's place: a process for each file. */
const APART = [
  'electron/*.test.ts',
  'electron/{desktop,host,storage,web}/**/*.test.ts',
  'electron/gateway/gateway-names.test.ts',
  'electron/platforms/**/*.contract.test.ts',
  'electron/platforms/session/page-{driver,guard}.test.ts',
  'electron/platforms/testing/**/*.test.ts',
  'sandbox/*.test.ts',
  'build/**/*.test.ts',
  'tests/{walls,bench,electron-stand-in,faults,mutants}/**/*.test.ts',
];

/** Unit and integration tests. The end-to-end programs of tests/e2e have a configuration of their own. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'apart',
          include: APART,
          // Random faults need time: in less than some minutes they prove nothing.
          exclude: ['**/node_modules/**', ...(isSoak ? [] : ['tests/faults/hour/**'])],
        },
      },
      {
        extends: true,
        test: {
          // One process runs many of these, which saves half of their time.
          name: 'together',
          include: ['{shared,electron,renderer,sandbox}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', ...APART],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'screens',
          include: ['tests/screens/**/*.test.ts'],
          globalSetup: 'tests/screens/global-setup.ts',
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          isolate: false,
        },
      },
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
