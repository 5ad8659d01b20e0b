import { app } from 'electron';
import { readProcessMemory } from '../host/process-memory.ts';

const KIB = 1024;

/**
 * Bytes by process id of this app's own processes. On Linux their proportional share; on Windows what is private to each; on
 * macOS the working set, which counts what they have in common in each.
 */
export const readAppMemory = async (
  ids: readonly number[],
): Promise<ReadonlyMap<number, number>> => {
  if (process.platform === 'linux') return readProcessMemory(ids);
  return new Map(
    app
      .getAppMetrics()
      .filter(({ pid }) => ids.includes(pid))
      .map(({ pid, memory }) => [pid, (memory.privateBytes ?? memory.workingSetSize) * KIB]),
  );
};
