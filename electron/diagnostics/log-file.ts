import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../core/ports/clock.ts';

const FOLDER = 'logs';
/** The newest first; each becomes the next one when the first is full. */
const NAMES = ['duodian.log', 'duodian.1.log', 'duodian.2.log'] as const;
const MAX_FILE_BYTES = 2 * 1024 * 1024;
/** What may wait for the disk. A disk that hangs costs lines, never memory. */
const MAX_WAITING_CHARACTERS = 1024 * 1024;
const LINES_A_WRITE = 500;

/**
 * The log in the data directory, three files of about 2 MiB that only their owner may read. Writing neither throws nor
 * waits for the disk: what a full or read-only disk does not take is counted, and the count is a line of its own as soon
 * as it takes something again. The file is opened for each write, so that a folder that was deleted comes back.
 */
export class LogFile {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #folder: string;
  readonly #maxFileBytes: number;
  #waiting: string[] = [];
  #waitingCharacters = 0;
  #inFlight: readonly string[] = [];
  #lostLines = 0;
  /** A write that failed may have left the head of a line behind. */
  #isTorn = false;
  #writing: Promise<void> | null = null;

  constructor(clock: Pick<Clock, 'now'>, dataDirectory: string, maxFileBytes = MAX_FILE_BYTES) {
    this.#clock = clock;
    this.#folder = path.join(dataDirectory, FOLDER);
    this.#maxFileBytes = maxFileBytes;
  }

  /** Takes one cleaned line. */
  readonly write = (line: string): void => {
    if (this.#waitingCharacters + line.length > MAX_WAITING_CHARACTERS) {
      this.#lostLines += 1;
      return;
    }
    this.#waiting.push(line);
    this.#waitingCharacters += line.length;
    this.#writing ??= this.#writeAll();
  };

  /** Resolves when every line was written or given up; never rejects. */
  async flush(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  /**
   * Writes what waits before it returns, for a process that is about to end. A write that is under way may never arrive,
   * so that its lines are written again: a line that is there twice says more than none.
   */
  flushNow(): void {
    const lines = [...this.#inFlight, ...this.#takeWaiting(this.#waiting.length)];
    if (lines.length === 0) return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#fileOf(NAMES[0]), this.#textOf(lines), { flag: 'a', mode: 0o600 });
    } catch {
      // There is nobody left to tell.
    }
  }

  async #writeAll(): Promise<void> {
    // One turn later, so that what one event logs is one write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const lines = this.#takeWaiting(LINES_A_WRITE);
      const lostBefore = this.#lostLines;
      this.#inFlight = lines;
      if (await this.#append(this.#textOf(lines))) {
        this.#lostLines -= lostBefore;
        this.#isTorn = false;
      } else this.#lostLines += lines.length;
    }
    this.#inFlight = [];
    this.#writing = null;
  }

  #takeWaiting(count: number): readonly string[] {
    const lines = this.#waiting.splice(0, count);
    for (const line of lines) this.#waitingCharacters -= line.length;
    return lines;
  }

  #textOf(lines: readonly string[]): string {
    const lost =
      this.#lostLines === 0
        ? []
        : [
            `${new Date(this.#clock.now()).toISOString()} warn log.linesLost {"lines":${this.#lostLines}}`,
          ];
    return `${this.#isTorn ? '\n' : ''}${[...lost, ...lines].join('\n')}\n`;
  }

  /** Whether the whole text is in the file; a part of it is taken back. */
  async #append(text: string): Promise<boolean> {
    let handle: FileHandle | null = null;
    try {
      handle = await this.#openForText(Buffer.byteLength(text));
      const { size } = await handle.stat();
      try {
        await handle.appendFile(text);
      } catch (error) {
        this.#isTorn = true;
        await handle.truncate(size);
        this.#isTorn = false;
        throw error;
      }
      return true;
    } catch {
      return false;
    } finally {
      await handle?.close().catch(() => undefined);
    }
  }

  async #openForText(bytes: number): Promise<FileHandle> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const handle = await this.#open();
    try {
      const { size } = await handle.stat();
      if (size === 0 || size + bytes <= this.#maxFileBytes) return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
    await this.#rotate();
    return this.#open();
  }

  async #open(): Promise<FileHandle> {
    const handle = await open(this.#fileOf(NAMES[0]), 'a', 0o600);
    // A mode that others widened is narrowed again; where there are no modes it does not matter.
    await handle.chmod(0o600).catch(() => undefined);
    return handle;
  }

  async #rotate(): Promise<void> {
    for (let index = NAMES.length - 1; index > 0; index -= 1) {
      const [newer, older] = [NAMES[index - 1] ?? '', NAMES[index] ?? ''];
      await rename(this.#fileOf(newer), this.#fileOf(older)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      });
    }
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, name);
  }
}
