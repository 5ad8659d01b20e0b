import { readlinkSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import path from 'node:path';

/**
 * Everything else of the computer goes before the calling thread. Only Linux gives a thread a priority of its own; elsewhere this
 * does nothing, because the whole process would stand back. Not the lowest priority there is: a backup that hardly moves keeps
 * the log of the database from being emptied.
 */
export const standBack = (): void => {
  if (process.platform !== 'linux') return;
  try {
    const thread = Number(path.basename(readlinkSync('/proc/thread-self')));
    const low = constants.priority.PRIORITY_BELOW_NORMAL;
    if (getPriority(thread) < low) setPriority(thread, low);
  } catch {
    // Without `/proc`, or where it is not allowed: a backup at the usual priority.
  }
};
