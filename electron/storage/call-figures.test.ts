import { expect, test } from 'vitest';
import { CallFigures } from './call-figures.ts';
import type { SlowRun } from './slow-watch.ts';

const slow = (sql: string | null, tookMs: number, plan: readonly string[] = []): SlowRun => ({
  operation: 'load',
  sql,
  plan,
  tookMs,
});

test('calls that wait are counted, and the most that ever waited is kept', () => {
  const figures = new CallFigures();
  for (let call = 0; call < 3; call += 1) figures.noteCall();
  figures.noteSettled(2);
  figures.noteCall();
  expect(figures.read()).toMatchObject({ waitingCalls: 2, mostWaitingCalls: 3 });
});

test('each text stands once, with its count and its worst run', () => {
  const figures = new CallFigures();
  figures.noteSlow(slow('SELECT 1', 60));
  figures.noteSlow(slow(null, 90));
  figures.noteSlow(slow('SELECT 1', 80, ['SCAN message']));
  figures.noteSlow(slow('SELECT 1', 70));
  expect(figures.read().slow).toEqual([
    { operation: 'load', sql: 'SELECT 1', plan: ['SCAN message'], count: 3, worstMs: 80 },
    { operation: 'load', sql: null, plan: [], count: 1, worstMs: 90 },
  ]);
});

test('of more than 50 texts the one that was slow longest ago is forgotten', () => {
  const figures = new CallFigures();
  for (let n = 1; n <= 50; n += 1) figures.noteSlow(slow(`SELECT ${n}`, 60));
  figures.noteSlow(slow('SELECT 1', 60));
  figures.noteSlow(slow('SELECT 51', 60));
  const texts = figures.read().slow.map(({ sql }) => sql);
  expect(texts).toHaveLength(50);
  expect(texts.slice(0, 2)).toEqual(['SELECT 51', 'SELECT 1']);
  expect(texts).not.toContain('SELECT 2');
});
