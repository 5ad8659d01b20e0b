import { defineConfig } from 'vitest/config';

/** Unit and integration tests. The end-to-end programs of tests/e2e have a configuration of their own. */
export default defineConfig({
  test: {
    include: [
      '{shared,electron,renderer,sandbox,build}/**/*.test.{ts,tsx}',
      'tests/{walls,bench,faults}/**/*.test.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
