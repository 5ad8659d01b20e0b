import type { SeededRandom } from '../../../sandbox/seeded.ts';
import type { DiskEvent } from './trace.ts';

/** What became of the writes that no sync had made safe. */
export const LOSSES = ['none', 'all', 'some', 'torn'] as const;
export type Loss = (typeof LOSSES)[number];

const SECTOR = 512;

type Change =
  | { readonly at: number; readonly bytes: Buffer }
  /** The new length. */
  | { readonly length: number };
type DiskFile = {
  /** What is safe. */
  synced: Buffer;
  pending: Change[];
  /** Whether the name is safe in the folder. */
  isNamed: boolean;
  /** The name is gone, but not safely so. */
  isRemoved: boolean;
};

/** `content` with one change. A hole reads as zeros. */
const withChange = (content: Buffer, change: Change): Buffer => {
  const end = 'length' in change ? change.length : change.at + change.bytes.length;
  const length = 'length' in change ? end : Math.max(content.length, end);
  const next = Buffer.alloc(length);
  content.copy(next, 0, 0, Math.min(content.length, length));
  if ('bytes' in change) change.bytes.copy(next, change.at);
  return next;
};

/** A file's changes, laid over its content at once: the buffer is made only one time. */
const withChanges = (content: Buffer, changes: readonly Change[]): Buffer => {
  if (changes.some((change) => 'length' in change)) return changes.reduce(withChange, content);
  let length = content.length;
  for (const change of changes)
    if ('bytes' in change) length = Math.max(length, change.at + change.bytes.length);
  const next = Buffer.alloc(length);
  content.copy(next);
  for (const change of changes) if ('bytes' in change) change.bytes.copy(next, change.at);
  return next;
};

/** A disk that keeps what was synced, and of the rest what chance leaves. */
export class Disk {
  readonly #files = new Map<string, DiskFile>();
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  apply(event: Exclude<DiskEvent, { kind: 'said' }>): void {
    switch (event.kind) {
      case 'create':
        this.#files.set(event.file, {
          synced: Buffer.alloc(0),
          pending: [],
          isNamed: false,
          isRemoved: false,
        });
        return;
      case 'write':
        this.#file(event.file).pending.push({ at: event.at, bytes: event.bytes });
        return;
      case 'truncate':
        this.#file(event.file).pending.push({ length: event.bytes });
        return;
      case 'remove':
        this.#file(event.file).isRemoved = true;
        return;
      case 'sync': {
        const file = this.#file(event.file);
        file.synced = withChanges(file.synced, file.pending);
        file.pending = [];
        return;
      }
      case 'syncFolder':
        for (const [name, file] of this.#files) {
          file.isNamed = true;
          if (file.isRemoved) this.#files.delete(name);
        }
        return;
      default:
        event satisfies never;
    }
  }

  /** The files as the next start may find them. */
  afterCut(loss: Loss): ReadonlyMap<string, Buffer> {
    const found = new Map<string, Buffer>();
    for (const [name, file] of this.#files) {
      const isThere = file.isNamed === file.isRemoved ? this.#random.next() < 0.5 : file.isNamed;
      if (isThere) found.set(name, withChanges(file.synced, this.#survivors(file.pending, loss)));
    }
    return found;
  }

  #survivors(pending: readonly Change[], loss: Loss): readonly Change[] {
    const last = pending.at(-1);
    switch (loss) {
      case 'none':
        return pending;
      case 'all':
        return [];
      case 'some':
        return pending.filter(() => this.#random.next() < 0.5);
      case 'torn':
        if (last === undefined || 'length' in last || last.bytes.length <= SECTOR) return pending;
        return [
          ...pending.slice(0, -1),
          { at: last.at, bytes: last.bytes.subarray(0, this.#tornLength(last.bytes.length)) },
        ];
      default:
        return loss satisfies never;
    }
  }

  /** Whole sectors of a write, but not all of them. */
  #tornLength(bytes: number): number {
    return SECTOR * this.#random.between(1, Math.ceil(bytes / SECTOR) - 1);
  }

  #file(name: string): DiskFile {
    const file = this.#files.get(name);
    if (file === undefined) throw new Error(`${name} was not made before it was changed`);
    return file;
  }
}
