import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** A file that nobody took up again for this long is removed at the next start. */
const KEPT_MS = 30 * 24 * 3_600_000;
const MAX_FILES = 500;
const MAX_BYTES = 200 * 1024 * 1024;

type Kept = { readonly name: string; readonly bytes: number; readonly usedAt: number };

/** Which files are in the folder, and which of them go first. */
export class KeptFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Makes room for a file that is half-written as `part`: the oldest go that are not needed. False when that is not enough; null for
   * `needed` means that nobody knows, so that all may be. Never rejects.
   */
  async makeRoom(name: string, part: string, needed: ReadonlySet<string> | null): Promise<boolean> {
    const all = (await this.#list()).filter((file) => !isPart(file.name) || file.name === part);
    // The very file may be there already, and is replaced.
    const after = all.filter((file) => file.name !== name);
    let count = after.length;
    let total = after.reduce((sum, file) => sum + file.bytes, 0);
    const mayGo = ({ name: other }: Kept): boolean =>
      needed !== null && !needed.has(other) && !isPart(other);
    const going = after.filter(mayGo).toSorted((one, next) => one.usedAt - next.usedAt);
    while (count > MAX_FILES || total > MAX_BYTES) {
      const oldest = going.shift();
      if (oldest === undefined) return false;
      if (!(await this.#remove(oldest.name))) continue;
      count -= 1;
      total -= oldest.bytes;
    }
    return true;
  }

  /** Removes what is older than `KEPT_MS`, and what a crash left half-written. Never rejects. */
  async sweep(now: number): Promise<void> {
    for (const { name, usedAt } of await this.#list()) {
      if (isPart(name) || now - usedAt > KEPT_MS) await this.#remove(name);
    }
  }

  async #list(): Promise<readonly Kept[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const kept: Kept[] = [];
    for (const name of names) {
      const known = await stat(path.join(this.#directory, name)).catch(() => null);
      if (known !== null) kept.push({ name, bytes: known.size, usedAt: known.mtimeMs });
    }
    return kept;
  }

  async #remove(name: string): Promise<boolean> {
    return rm(path.join(this.#directory, name), { force: true }).then(
      () => true,
      () => false,
    );
  }
}

const isPart = (name: string): boolean => name.endsWith('.part');
