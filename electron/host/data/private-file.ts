import { chmod, open, readFile, rename, rm } from 'node:fs/promises';
import { TurnQueue } from '#shared/async/turn-queue.ts';

/**
 * A small file that only its owner may read (0600), replaced as a whole: a crash leaves the old or the new one. Calls run one
 * after another, in the order in which they were made.
 */
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
    return this.#turns.run(() => this.#write(text));
  }

  /** Replaces the text by what `next` makes of it; no other call comes between. */
  change(next: (text: string | null) => string): Promise<void> {
    return this.#turns.run(async () => this.#write(next(await this.#read())));
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
      await chmod(this.#file, 0o600);
      return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async #write(text: string): Promise<void> {
    const fresh = `${this.#file}.new`;
    // A leftover of a crash may have another mode, and 'w' would keep it.
    await rm(fresh, { force: true });
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, this.#file);
  }
}
