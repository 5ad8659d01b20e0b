import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SeededRandom } from '../../../sandbox/seeded.ts';
import { Disk, LOSSES } from './disk.ts';
import type { DiskEvent } from './trace.ts';

export type Cut = {
  /** The database as the next start finds it; its files may be missing. */
  readonly file: string;
  /** Numbers that the writer had called committed. */
  readonly said: readonly number[];
  /** Where in the trace, and what was lost, for the report. */
  readonly where: string;
};

const NAMES = ['duodian.db', 'duodian.db-wal', 'duodian.db-journal', 'duodian.db-shm'];

/**
 * Cuts the power at `points` moments spread over the trace, and hands each state of the disk to `look`.
 * `folder` is empty, and best in memory.
 */
export const replayCuts = async (
  events: readonly DiskEvent[],
  parts: { readonly folder: string; readonly points: number; readonly seed: string },
  look: (cut: Cut, index: number) => Promise<void> | void,
): Promise<void> => {
  const random = new SeededRandom(parts.seed);
  const disk = new Disk(random);
  const said: number[] = [];
  const file = path.join(parts.folder, 'duodian.db');
  let done = 0;
  for (const [index, event] of events.entries()) {
    if (event.kind === 'said') said.push(event.number);
    else disk.apply(event);
    // As many points as belong to the events so far: none for some, several for others.
    const due = Math.floor(((index + 1) * parts.points) / events.length);
    for (; done < due; done += 1) {
      const loss = random.pick(LOSSES);
      for (const name of NAMES) rmSync(path.join(parts.folder, name), { force: true });
      for (const [name, content] of disk.afterCut(loss))
        writeFileSync(path.join(parts.folder, name), content);
      const where = `after event ${index + 1} (${event.kind}), lost: ${loss}, seed ${parts.seed}`;
      await look({ file, said, where }, done);
    }
  }
};
