import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** One thing that the writer did to the files below its folder, in the order of the trace. */
export type DiskEvent =
  | { readonly kind: 'create'; readonly file: string }
  | { readonly kind: 'write'; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: string; readonly bytes: number }
  | { readonly kind: 'remove'; readonly file: string }
  | { readonly kind: 'sync'; readonly file: string }
  /** The folder: names that were made or removed are durable. */
  | { readonly kind: 'syncFolder' }
  /** The writer called this number committed. */
  | { readonly kind: 'said'; readonly number: number };

const WRITER = path.join(import.meta.dirname, 'writer.ts');
/** All by which a file could change; the reader refuses those that it does not know on a file of the folder. */
const CALLS =
  'openat,close,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,' +
  'sync_file_range,unlink,unlinkat,rename,renameat,renameat2,link,linkat,sendfile,copy_file_range';
const LONGEST_STRING = 1024 * 1024;

export const hasStrace = ((): boolean => {
  try {
    execFileSync('strace', ['-e', 'trace=none', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Runs the writer under strace and reads what it did. `folder` must be empty. */
export const recordWriter = async (
  folder: string,
  writer: readonly [
    kind: 'store' | 'plain',
    commits: number,
    synchronous?: 'FULL' | 'NORMAL' | 'OFF',
  ],
): Promise<readonly DiskEvent[]> => {
  const [kind, commits, synchronous = 'FULL'] = writer;
  const log = path.join(folder, 'trace');
  const file = path.join(folder, 'duodian.db');
  const options = ['-f', '-xx', '-s', String(LONGEST_STRING), '-o', log, '-e', `trace=${CALLS}`];
  const program = [process.execPath, WRITER, kind, file, String(commits), synchronous];
  await promisify(execFile)('strace', options.concat(program));
  return new TraceReader(folder).read(await readFile(log, 'latin1'));
};

/** `"\x61\x62"` as bytes. */
const bytesOf = (quoted: string): Buffer => {
  const end = quoted.lastIndexOf('"');
  if (end !== quoted.length - 1) throw new Error('a string of the trace was cut off');
  return Buffer.from(quoted.slice(1, end).replaceAll('\\x', ''), 'hex');
};
const STDOUT = '1';

class TraceReader {
  readonly #folder: string;
  readonly #events: DiskEvent[] = [];
  /** Name within the folder by descriptor; '' is the folder itself. */
  readonly #open = new Map<string, string>();
  readonly #begun = new Map<string, string>();
  readonly #known = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(trace: string): readonly DiskEvent[] {
    for (const line of trace.split('\n')) this.#line(line);
    return this.#events;
  }

  #line(line: string): void {
    const space = line.indexOf(' ');
    const thread = line.slice(0, space);
    const text = line.slice(space).trimStart();
    if (text.startsWith('+++') || text.startsWith('---') || text === '') return;
    const unfinished = text.lastIndexOf(' <unfinished ...>');
    if (unfinished !== -1) {
      const call = text.slice(0, unfinished);
      this.#begun.set(thread, call);
      // What is being written may already be on the disk; what is being synced is not yet safe.
      this.#started(call);
      return;
    }
    if (text.startsWith('<... ')) {
      const begun = this.#begun.get(thread) ?? '';
      this.#begun.delete(thread);
      this.#ended(`${begun}${text.slice(text.indexOf('resumed>') + 'resumed>'.length)}`);
      return;
    }
    this.#started(text);
    this.#ended(text);
  }

  /** Name and arguments; strings hold no comma, because every byte of theirs is in hex. */
  #parse(call: string): { readonly name: string; readonly args: readonly string[] } {
    const open = call.indexOf('(');
    const close = call.lastIndexOf(')');
    const inside = call.slice(open + 1, close === -1 ? undefined : close);
    return { name: call.slice(0, open), args: inside.split(', ') };
  }

  #started(call: string): void {
    const { name, args } = this.#parse(call);
    const [first = '', quoted = '""', , at = '0'] = args;
    if (name === 'write' && first === STDOUT) {
      const said = Number.parseInt(bytesOf(quoted).toString(), 10);
      this.#events.push({ kind: 'said', number: said });
      return;
    }
    if (name !== 'pwrite64') return;
    const file = this.#open.get(first);
    if (file === undefined) return;
    this.#events.push({ kind: 'write', file, at: Number(at), bytes: bytesOf(quoted) });
  }

  #ended(call: string): void {
    const { name, args } = this.#parse(call);
    const result = Number.parseInt(call.slice(call.lastIndexOf('= ') + 2), 10);
    if (result < 0) return;
    const [first = '', second = ''] = args;
    switch (name) {
      case 'openat':
        return this.#opened(bytesOf(second).toString(), args[2] ?? '', String(result));
      case 'close':
        this.#open.delete(first);
        return;
      case 'unlink':
        return this.#removed(bytesOf(first).toString());
      case 'unlinkat':
        return this.#removed(bytesOf(second).toString());
      default:
        return this.#changed(name, first, args, result);
    }
  }

  #changed(name: string, descriptor: string, args: readonly string[], result: number): void {
    const file = this.#open.get(descriptor);
    if (file === undefined) return;
    switch (name) {
      case 'pwrite64':
        if (result !== Number(args[2])) throw new Error(`a short write to ${file}`);
        return;
      case 'ftruncate':
        this.#events.push({ kind: 'truncate', file, bytes: Number(args[1]) });
        return;
      case 'fsync':
      case 'fdatasync':
        this.#events.push(file === '' ? { kind: 'syncFolder' } : { kind: 'sync', file });
        return;
      default:
        throw new Error(`the replay does not know ${name}`);
    }
  }

  #opened(name: string, flags: string, descriptor: string): void {
    const file = this.#nameOf(name);
    if (file === null) return;
    this.#open.set(descriptor, file);
    if (!flags.includes('O_CREAT') || this.#known.has(file)) return;
    this.#known.add(file);
    this.#events.push({ kind: 'create', file });
  }

  #removed(name: string): void {
    const file = this.#nameOf(name);
    if (file === null || !this.#known.delete(file)) return;
    this.#events.push({ kind: 'remove', file });
  }

  /** Null outside of the folder, and for the shared memory, which no power cut leaves behind. */
  #nameOf(name: string): string | null {
    const file = path.relative(this.#folder, name);
    return file.startsWith('..') || path.isAbsolute(file) || file.endsWith('-shm') ? null : file;
  }
}
