import { StorageError, type Clock, type Log } from './ports.ts';
import type { StorageReason } from '#shared/model/storage-status.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** Reading may go well while writing does not (a full disk), so each is told apart. */
export type StorageUse = 'commit' | 'lookUp';

/** Hears how the database does: null once a call of that use succeeded. */
export type StorageHealth = { note(use: StorageUse, reason: StorageReason | null): void };

/**
 * Repeats a call of the database until it succeeds (ST5): at once it tells that it fails, then after 250 ms, doubling to
 * 5 s. Gives up only when `isGivenUp` says so; then it resolves to null.
 */
export const untilStored = async <Answer>(
  parts: { readonly clock: Clock; readonly log: Log; readonly health: StorageHealth },
  use: StorageUse,
  call: () => Promise<Answer>,
  isGivenUp: () => boolean,
): Promise<{ readonly answer: Answer } | null> => {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      const answer = await call();
      parts.health.note(use, null);
      return { answer };
    } catch (error) {
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
