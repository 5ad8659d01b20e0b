import { chmod, open, readFile, rename, rm } from 'node:fs/promises';
import { TurnQueue } from '#shared/async/turn-queue.ts';
import { OWNER_ONLY } from './owner-only.ts';

/** Written beside, on the disk, and renamed over: a crash leaves the old file or the new one, readable by its owner alone. */
export const writeWhole = async (file: string, content: string | Uint8Array): Promise<void> => {
  const fresh = `${file}.new`;
  // A leftover of a crash may have another mode, and 'w' would keep it.
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx', OWNER_ONLY.file);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
};

/** A small file that only its owner may read, replaced as a whole. Calls run one after another, in the order of the calls. */
export class PrivateFile {
  readonly #file: string;
  readonly #turns = new TurnQueue();

  constructor(file: string) {
    this.#file = file;
  }

  /** Null where there is none. A mode that others widened is narrowed again. */
  read(): Promise<string | null> {
    return this.#turns.run(() => this.#read());
  }

  /** Rejects when it could not be written; the old text stays then. */
  write(text: string): Promise<void> {
    return this.#turns.run(() => writeWhole(this.#file, text));
  }

  /** Replaces the text by what `next` makes of it; no other call comes between. */
  change(next: (text: string | null) => string): Promise<void> {
    return this.#turns.run(async () => writeWhole(this.#file, next(await this.#read())));
  }

  remove(): Promise<void> {
    return this.#turns.run(async () => {
      await rm(this.#file, { force: true });
      await rm(`${this.#file}.new`, { force: true });
    });
  }

  /** Resolves when no call is on its way to the file. */
  whenIdle(): Promise<void> {
    return this.#turns.whenIdle();
  }

  async #read(): Promise<string | null> {
    try {
      const text = await readFile(this.#file, 'utf8');
      await chmod(this.#file, OWNER_ONLY.file);
      return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}
