import { describe, expect, test } from 'vitest';
import { StorageError, type Write } from '../core/ports/store.ts';
import { CallQueue, type Served } from './call-queue.ts';
import { commitInGroups, GROUP_LIMITS } from './group-commit.ts';
import type { OperationName, RunOperation, WorkerMessage } from './rpc.ts';
import { messageRow } from './testing/rows.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

const writesOf = (...arrivals: readonly number[]): readonly Write[] =>
  arrivals.map((arrival) => ({ put: 'message', row: messageRow(arrival) }));
const arrivalsOf = (writes: Iterable<Write>): readonly number[] =>
  [...writes].map((write) => ('put' in write && write.put === 'message' ? write.row.arrival : -1));

/** Runs commits with a database that refuses any transaction in which `poison` stands. */
const runAll = (
  commits: readonly (readonly Write[])[],
  poison: number | null = null,
  kind: StorageReason = 'storage.failed',
): {
  readonly transactions: readonly (readonly number[])[];
  readonly answers: readonly (string | null)[];
} => {
  const transactions: (readonly number[])[] = [];
  const answers: (string | null)[] = [];
  commitInGroups(
    commits.map((writes) => ({ writes, settle: (error) => answers.push(error?.kind ?? null) })),
    (writes) => {
      const arrivals = arrivalsOf(writes);
      transactions.push(arrivals);
      if (poison !== null && arrivals.includes(poison)) throw new StorageError(kind, '');
    },
  );
  return { transactions, answers };
};

describe('group commit', () => {
  test('[ST2] commits that wait together share one transaction, in order', () => {
    expect(runAll([writesOf(1, 2), writesOf(), writesOf(3)])).toEqual({
      transactions: [[1, 2, 3]],
      answers: [null, null, null],
    });
  });

  test('[ST2] a group ends at its number of rows, and a commit is never cut in two', () => {
    const half = Array.from({ length: GROUP_LIMITS.rows / 2 }, (_, n) => n);
    const { transactions } = runAll([
      writesOf(...half),
      writesOf(...half),
      writesOf(1),
      writesOf(...half, ...half, ...half),
      writesOf(2),
    ]);
    expect(transactions.map((rows) => rows.length)).toEqual([256, 1, 384, 1]);
  });

  test('[ST2] a group ends at its number of bytes', () => {
    const long = (arrival: number): readonly Write[] => [
      { put: 'message', row: messageRow(arrival, { content: '长'.repeat(60_000) }) },
    ];
    const { transactions } = runAll([1, 2, 3, 4, 5, 6].map(long));
    expect(transactions).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });

  test('[ST2] one bad commit does not take its neighbours with it', () => {
    expect(runAll([writesOf(1), writesOf(2), writesOf(3)], 2)).toEqual({
      transactions: [[1, 2, 3], [1], [2], [3]],
      answers: [null, 'storage.failed', null],
    });
  });

  test('[ST5] a full disk refuses the group at once and is not asked again for each', () => {
    expect(runAll([writesOf(1), writesOf(2), writesOf(3)], 2, 'storage.full')).toEqual({
      transactions: [[1, 2, 3]],
      answers: ['storage.full', 'storage.full', 'storage.full'],
    });
  });
});

describe('call queue', () => {
  test('[ST2] no call overtakes another: reads see the commits before them and none behind', () => {
    const done: string[] = [];
    const answers: WorkerMessage[] = [];
    const call = ((name: OperationName, ...args: readonly unknown[]) => {
      done.push(name === 'commit' ? `commit ${arrivalsOf(args[0] as Write[]).join('+')}` : name);
      if (name === 'load') throw new StorageError('storage.io', '');
    }) as unknown as RunOperation;
    const store: Served = {
      call,
      mend: () => void done.push('mend'),
      close: () => void done.push('close'),
    };
    const turns: (() => void)[] = [];
    const queue = new CallQueue(
      store,
      (message) => answers.push(message),
      (serve) => turns.push(serve),
    );
    queue.push({ id: 1, name: 'commit', args: [writesOf(1)] });
    queue.push({ id: 2, name: 'commit', args: [writesOf(2)] });
    queue.push({ id: 3, name: 'loadQuarantine', args: [] });
    queue.push({ id: 4, name: 'commit', args: [writesOf(4)] });
    queue.push({ id: 5, name: 'load', args: [] });
    queue.push({ id: 6, name: 'close', args: [] });
    expect(turns).toHaveLength(1);
    turns[0]?.();
    expect(done).toEqual(['commit 1+2', 'loadQuarantine', 'commit 4', 'load', 'close']);
    expect(answers.map((message) => ('id' in message ? [message.id, message.kind] : []))).toEqual([
      [1, 'answer'],
      [2, 'answer'],
      [3, 'answer'],
      [4, 'answer'],
      [5, 'error'],
      [6, 'answer'],
    ]);
    queue.push({ id: 7, name: 'load', args: [] });
    expect(turns).toHaveLength(2);
  });
});
