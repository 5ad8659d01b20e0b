import path from 'node:path';
import * as z from 'zod';
import type { Log } from '../core/ports/log.ts';
import { PrivateFile } from '../host/data/private-file.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';

const repairSchema = z.object({
  at: z.number(),
  keptAs: z.string(),
  keptRows: z.number(),
  lostRows: z.number().nullable(),
});

/**
 * What a damaged database cost, in a file beside it, until the agent has acknowledged it: a repair that was told to an
 * empty room must be told again by the next start. A note that cannot be written is still shown for this life.
 */
export class RepairNote {
  readonly #file: PrivateFile;
  readonly #log: Log;

  constructor(directory: string, log: Log) {
    this.#file = new PrivateFile(path.join(directory, 'repair.json'));
    this.#log = log;
  }

  /** Null where there is none that can be read. */
  async load(): Promise<StorageRepair | null> {
    try {
      const text = await this.#file.read();
      return text === null ? null : repairSchema.parse(JSON.parse(text));
    } catch (error) {
      this.#log.warn('repairNote.unreadable', { error });
      return null;
    }
  }

  /** Resolves when nothing is on its way to the file. */
  whenKept(): Promise<void> {
    return this.#file.whenIdle();
  }

  keep(repair: StorageRepair): void {
    this.#logFailure(this.#file.write(JSON.stringify(repair)));
  }

  clear(): void {
    this.#logFailure(this.#file.remove());
  }

  #logFailure(change: Promise<void>): void {
    change.catch((error: unknown) => {
      this.#log.warn('repairNote.notKept', { error });
    });
  }
}
