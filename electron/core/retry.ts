import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import { StorageError } from './ports/store.ts';
import type { StorageTrouble } from '#shared/model/storage-status.ts';

const FIRST_WAIT_MS = 250;
/** A cause that is gone must be noticed within 5 s, the second that a locked database takes to answer included (ST5). */
const LONGEST_WAIT_MS = 2_000;

/** Reading may go well while writing does not (a full disk), so each is told apart. */
export type StorageUse = 'commit' | 'lookUp';

export type StorageHealth = {
  /** A call of that use has begun; what is returned tells that it was answered. */
  begin(use: StorageUse): () => void;
  /** How it went: null once a call of that use succeeded. */
  note(use: StorageUse, reason: StorageTrouble | null): void;
};

/**
 * Repeats a call of the database until it succeeds (ST5): at once it tells that it fails, then after 250 ms, doubling to
 * 2 s. Gives up only when `isGivenUp` says so; then it resolves to null.
 */
export const untilStored = async <Answer>(
  parts: { readonly clock: Clock; readonly log: Log; readonly health: StorageHealth },
  use: StorageUse,
  call: () => Promise<Answer>,
  isGivenUp: () => boolean,
): Promise<{ readonly answer: Answer } | null> => {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    const answered = parts.health.begin(use);
    try {
      const answer = await call();
      answered();
      parts.health.note(use, null);
      return { answer };
    } catch (error) {
      answered();
      const kind = error instanceof StorageError ? error.kind : 'storage.failed';
      parts.log.warn('storage.callFailed', {
        use,
        kind,
        message: error instanceof Error ? error.message : '',
      });
      parts.health.note(use, kind);
    }
    if (isGivenUp()) return null;
    await new Promise<void>((resolve) => {
      parts.clock.setTimer(waitMs, resolve);
    });
    if (isGivenUp()) return null;
  }
};
