import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is still held after everything that can go has gone, in MiB. */
export const heldMiB = (): number => {
  collect();
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

/** Growth from the first third to the end, when caches have filled, in MiB an hour. */
export const slopePerHour = (
  samples: readonly { readonly atMs: number; readonly mib: number }[],
): number => {
  const settled = samples.slice(Math.floor(samples.length / 3));
  const [first, last] = [settled[0], settled.at(-1)];
  if (first === undefined || last === undefined || last.atMs === first.atMs) return 0;
  return ((last.mib - first.mib) / (last.atMs - first.atMs)) * 3_600_000;
};
