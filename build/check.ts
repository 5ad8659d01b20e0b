import { runChecks } from './checks.ts';

/** `npm run check`: types, lint, format and dead code; prints only what failed. */
const startedAt = performance.now();
const results = await runChecks();
for (const { name, output } of results.filter((result) => !result.passed)) {
  console.error(`\n✗ ${name}\n${output.trimEnd()}`);
}
const failed = results.filter((result) => !result.passed).length;
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`${results.length - failed} checks passed, ${failed} failed in ${seconds} s`);
process.exitCode = failed === 0 ? 0 : 1;
