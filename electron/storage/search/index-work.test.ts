import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Write } from '../../core/ports/store.ts';
import { openDatabase, type Connection } from '../database.ts';
import { runOperation } from '../operations.ts';
import { openOwn, type OpenFile } from '../own-database.ts';
import type { Repositories } from '../repositories/repositories.ts';
import { conversationRow, messageRow, shopRow } from '../testing/rows.ts';
import { listeningLog, temporaryFile, type TemporaryFile } from '../testing/temporary-file.ts';
import { IndexWork } from './index-work.ts';
import { syllablesOf } from './syllables.ts';

const BUDGET_MS = 7;

let place: TemporaryFile;
let db: Connection;
let file: OpenFile & { readonly repositories: Repositories };
let work: IndexWork;
/** The computer: what a row and a commit cost on it, and how late it is by that. */
const cost = { rowMs: 0.1, commitMs: 0 };
let nowMs = 0;
let rows = 0;

beforeEach(async () => {
  place = await temporaryFile();
  db = openDatabase(place.file);
  const own = openOwn(db, listeningLog());
  file = own;
  Object.assign(cost, { rowMs: 0.1, commitMs: 0 });
  nowMs = 0;
  const { search } = own.repositories;
  const indexMessage = search.indexMessage.bind(search);
  vi.spyOn(search, 'indexMessage').mockImplementation((arrival, pieces) => {
    rows += 1;
    nowMs += cost.rowMs;
    indexMessage(arrival, pieces);
  });
  const exec = db.exec.bind(db);
  vi.spyOn(db, 'exec').mockImplementation((sql) => {
    if (sql === 'COMMIT') nowMs += cost.commitMs;
    return exec(sql);
  });
  work = new IndexWork({ db, search, log: listeningLog(), monotonicMs: () => nowMs });
});
afterEach(async () => {
  file.close();
  await place.remove();
});

/** As an older app left them, without an index. */
const fill = (messages: number, content?: string): void => {
  runOperation(file, 'commit', [
    { put: 'shop', row: shopRow() },
    { put: 'conversation', row: conversationRow() },
    ...Array.from({ length: messages }, (_, n): Write => ({
      put: 'message',
      row: messageRow(n + 1, content === undefined ? {} : { content }),
    })),
  ]);
  file.repositories.search.clear();
};

/** One step: its rows, and how long it took. */
const step = (): { readonly rows: number; readonly tookMs: number } => {
  rows = 0;
  const startedAt = nowMs;
  work.step(syllablesOf, BUDGET_MS);
  return { rows, tookMs: nowMs - startedAt };
};

test('[PF3] a step that took too long makes the next one as short as it should be, and they grow again bit by bit', () => {
  fill(2_000);
  const usual = step();
  expect(usual.tookMs).toBeLessThanOrEqual(BUDGET_MS);
  expect(usual.tookMs).toBeGreaterThan(BUDGET_MS * 0.8);
  cost.rowMs = 0.7;
  expect(step().tookMs).toBeGreaterThan(40);
  expect(step().tookMs).toBeLessThanOrEqual(BUDGET_MS + 1);
  cost.rowMs = 0.1;
  const grown = Array.from({ length: 12 }, step);
  expect(grown.map(({ rows: count }) => count)).toEqual(
    grown.map(({ rows: count }) => count).toSorted((a, b) => a - b),
  );
  expect(grown.every(({ tookMs }) => tookMs <= BUDGET_MS + 1)).toBe(true);
  expect(grown.at(-1)?.tookMs).toBeGreaterThan(BUDGET_MS * 0.7);
});

test('[PF3] a disk that is slow with each commit does not make steps tiny: fewer rows would not make them shorter', () => {
  fill(2_000);
  cost.commitMs = 20;
  const steps = Array.from({ length: 20 }, step);
  expect(steps.at(-1)?.rows).toBe(20);
});

test('[PF3] long texts fill a step with fewer rows, and none is left out', () => {
  const words = '这句话很长'.repeat(1_000);
  fill(60, words);
  expect(step().rows).toBeLessThan(6);
  let steps = 1;
  while (work.step(syllablesOf, BUDGET_MS) !== 'nothing') steps += 1;
  expect(steps).toBeGreaterThan(10);
  const indexed = "SELECT count(*) FROM message_search WHERE message_search MATCH '句'";
  expect(db.prepare(indexed).pluck().get()).toBe(60);
});
