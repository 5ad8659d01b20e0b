import { chmod, open, readFile, rename, rm } from 'node:fs/promises';

/** A small file that only its owner may read (0600), replaced as a whole: a crash leaves the old or the new one. */
export class PrivateFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Null where there is none. A mode that others widened is narrowed again. */
  async read(): Promise<string | null> {
    try {
      const text = await readFile(this.#file, 'utf8');
      await chmod(this.#file, 0o600);
      return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async write(text: string): Promise<void> {
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

  async remove(): Promise<void> {
    await rm(this.#file, { force: true });
    await rm(`${this.#file}.new`, { force: true });
  }
}
