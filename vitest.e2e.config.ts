import { defineConfig } from 'vitest/config';
import { LongFirst } from './build/long-first.ts';

/** Programs that drive the built app from outside: real processes, a real Chromium, real files. */
export default defineConfig({
  test: {
    include: ['tests/{e2e,attacks}/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 15_000 } },
    pool: 'forks',
    // Much of their time is waiting for a page.
    maxWorkers: 4,
    sequence: { sequencer: LongFirst },
  },
});
