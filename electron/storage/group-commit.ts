import { charactersOf } from '#shared/model/phrase.ts';
import { assertNever } from '#shared/model/result.ts';
import type { StorageError, Write } from '../core/ports/store.ts';
import { asStorageError } from './errors.ts';

/**
 * ST2. A fact of the core becomes about four rows (message, conversation, outbox, frame id), so 64 facts are 256 rows,
 * which take about 3 ms. Nobody is kept waiting for commits that have not been asked for yet: what arrives while a
 * transaction runs shares the next one.
 */
export const GROUP_LIMITS = { rows: 256, bytes: 256 * 1024 } as const;

export type WaitingCommit = {
  readonly writes: readonly Write[];
  settle(error: StorageError | null): void;
};

/** About how much a write adds to the log; only texts without a small bound are counted. */
const bytesOf = (write: Write): number => {
  if ('remove' in write) return 0;
  switch (write.put) {
    case 'message':
      return 400 + write.row.content.length;
    case 'conversation':
      return 600 + write.row.draft.length;
    case 'outbox':
      return 300 + write.row.content.length;
    case 'setAside':
      return 300 + write.row.frame.content.length;
    case 'staffList':
      return 150 * write.row.staff.length;
    case 'notice':
      return 300 + write.row.words.length;
    case 'phrase':
      return 300 + charactersOf(write.row.parts);
    case 'quarantine':
      return 400;
    case 'shop':
    case 'settings':
    case 'outage':
    case 'gatewayFrameId':
      return 200;
    default:
      return assertNever(write);
  }
};

/** Cuts the commits that wait at this moment into groups, in order; each group becomes one transaction. */
export const groupsOf = function* (
  waiting: readonly WaitingCommit[],
): Generator<readonly WaitingCommit[]> {
  let group: WaitingCommit[] = [];
  let rows = 0;
  let bytes = 0;
  for (const commit of waiting) {
    const size = commit.writes.reduce((sum, write) => sum + bytesOf(write), 0);
    const isFull =
      rows + commit.writes.length > GROUP_LIMITS.rows || bytes + size > GROUP_LIMITS.bytes;
    if (isFull && group.length > 0) {
      yield group;
      group = [];
      rows = 0;
      bytes = 0;
    }
    group.push(commit);
    rows += commit.writes.length;
    bytes += size;
  }
  if (group.length > 0) yield group;
};

const attempt = (
  group: readonly WaitingCommit[],
  run: (writes: Iterable<Write>) => void,
): StorageError | null => {
  try {
    run(group.flatMap((commit) => commit.writes));
    return null;
  } catch (error) {
    return asStorageError(error);
  }
};

/**
 * Runs waiting commits in order, many in one transaction: they share one fsync. A group that fails because of its
 * content is run again one by one, so that one bad commit does not take its neighbours with it. A group that fails
 * because of the world (disk full, I/O) is refused as a whole.
 */
export const commitInGroups = (
  waiting: readonly WaitingCommit[],
  run: (writes: Iterable<Write>) => void,
): void => {
  for (const group of groupsOf(waiting)) {
    const error = attempt(group, run);
    if (error?.kind === 'storage.failed' && group.length > 1) {
      for (const commit of group) commit.settle(attempt([commit], run));
    } else {
      for (const commit of group) commit.settle(error);
    }
  }
};
