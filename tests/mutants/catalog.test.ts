import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './catalog.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

describe('the seeded faults', () => {
  it('are at least 25, each its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS)('$name: can be made in the source as it stands', (mutant) => {
    const source = readFileSync(path.join(ROOT, mutant.file), 'utf8');
    expect(source.split(mutant.find)).toHaveLength(2);
    expect(mutant.replace).not.toBe(mutant.find);
    for (const place of mutant.tests) expect(existsSync(path.join(ROOT, place)), place).toBe(true);
  });
});
