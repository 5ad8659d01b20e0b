import Database from 'better-sqlite3';
import type { Log } from '../core/ports/log.ts';
import type { OpenedStore } from '../core/ports/store.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import { openDatabase, type Connection, type TellUpgrade } from './database.ts';
import { MIGRATIONS } from './migrations/migrations.ts';
import { asStorageError } from './errors.ts';
import { openNewer } from './newer-database.ts';
import { accessOf } from './operations.ts';
import { runOperation } from './operations.ts';
import { openOwn, type OpenFile } from './own-database.ts';
import type { OperationName, StoreAnswer, StoreArguments } from './rpc.ts';
import type { SyllablesOf } from './search/index-rows.ts';
import type { StepAnswer } from './search/index-work.ts';
import type { SlowWatch } from './slow-watch.ts';
import { inspectBytes, inspectDatabase, isWholeDatabase } from './salvage/inspect.ts';
import { takeUpUnfinished } from './salvage/kept-aside.ts';
import { salvage } from './salvage/salvage.ts';

/** A repair that failed (a full disk) is not tried again with every read. */
const NEXT_REPAIR_MS = 60_000;

export type Opening = Pick<OpenedStore, 'access' | 'repair'>;

type Parts = {
  readonly file: string;
  readonly log: Log;
  readonly now: () => number;
  /** A repair while the store was in use. */
  readonly onRepair: (repair: StorageRepair) => void;
  /** While the file of an older version is opened. */
  readonly onUpgrade?: TellUpgrade;
  /** Null where nobody looks at how long a call takes. */
  readonly watch: SlowWatch | null;
};

/** The file in use. */
type InUse = {
  readonly operations: OpenFile;
  readonly db: Connection;
  /**
   * Reads only. Closed after the other one it keeps SQLite from writing the log into a damaged file; closed before it, as
   * in a normal end, it changes nothing.
   */
  readonly guard: Connection | null;
};

const isDamage = (error: unknown): boolean => {
  const { code } = error as { readonly code?: unknown };
  // A schema that is no SQL, a format that does not exist: nothing that a sound file of ours can lead to.
  return asStorageError(error).kind === 'storage.corrupt' || code === 'SQLITE_ERROR';
};

/**
 * The file in use, which may be damaged, now or later (ST5). It is looked at before it is opened, and every row
 * that is read has to be as it was written; damage is answered by a new file with all that is intact.
 */
export class RepairingStore {
  readonly #parts: Parts;
  #inUse: InUse | null = null;
  #nextRepairAt = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  call<Name extends OperationName>(name: Name, ...args: StoreArguments<Name>): StoreAnswer<Name> {
    const run = (on: OpenFile): StoreAnswer<Name> => runOperation(on, name, ...args);
    const answer = () => (accessOf(name) === 'read' ? this.#read(run) : this.#write(run));
    const { watch } = this.#parts;
    return watch === null ? answer() : watch.operation(name, answer);
  }

  /**
   * One step of making the search index (PF3). What it cannot read leads to a new file, as for any other call.
   */
  indexStep(syllablesOf: SyllablesOf, budgetMs: number): StepAnswer {
    const step = (): StepAnswer =>
      this.#write((on: OpenFile): StepAnswer => on.indexStep(syllablesOf, budgetMs));
    const { watch } = this.#parts;
    return watch === null ? step() : watch.operation('indexStep', step);
  }

  /** Reads every row and page, and repairs what is damaged. */
  mend(): void {
    const { db, operations } = this.#opened();
    try {
      if (isWholeDatabase(db)) {
        operations.mendIndex();
        return;
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    this.#repair();
  }

  close(): void {
    this.#inUse?.guard?.close();
    this.#inUse?.operations.close();
  }

  /** Throws StorageError for everything but damage. */
  open(): Opening {
    const { file, log, now, watch } = this.#parts;
    const finished = takeUpUnfinished(file);
    const finding = this.#inspect();
    if (finding.kind === 'newer') {
      this.#inUse = openNewer(file, log, watch);
      return { access: 'readonly', repair: null };
    }
    let damage = finding.kind === 'damaged' ? finding.why : null;
    if (damage === null) damage = this.#tryToUse();
    if (damage !== null) {
      log.warn('storage.damaged', { why: damage });
      const repair = salvage({ file, log, at: now(), lastOutboxSeq: 0 });
      this.#inUse = this.#use();
      return { access: 'readwrite', repair };
    }
    if (finished === null) return { access: 'readwrite', repair: null };
    const keptRows = this.#opened().operations.countRows();
    return {
      access: 'readwrite',
      repair: { at: now(), keptAs: finished, keptRows, lostRows: null },
    };
  }

  /** Answers what is damaged, if anything is met already while the file is opened. */
  #tryToUse(): string | null {
    try {
      this.#inUse = this.#use();
      return null;
    } catch (error) {
      const { kind, message } = asStorageError(error);
      if (kind === 'storage.corrupt') return message;
      throw error;
    }
  }

  #inspect(): ReturnType<typeof inspectDatabase> {
    const { file } = this.#parts;
    const { isClean, ...finding } = this.#inspectBytes();
    if (finding.kind !== 'sound') return finding;
    const guard = this.#openGuard();
    if (guard === null) return finding;
    try {
      return inspectDatabase(guard, file, isClean);
    } catch (error) {
      if (isDamage(error)) return { kind: 'damaged', why: asStorageError(error).message };
      throw error;
    } finally {
      guard.close();
    }
  }

  #inspectBytes(): ReturnType<typeof inspectBytes> {
    try {
      return inspectBytes(this.#parts.file);
    } catch {
      // No file, no rights, a disk that fails: no damage, and SQLite says it better.
      return { kind: 'sound', isClean: true };
    }
  }

  /** Null where only a connection that may write can be had, or none: then the one that writes says why. */
  #openGuard(): Connection | null {
    try {
      // Without waiting: whoever has locked the file is waited for by the connection that writes.
      const options = { readonly: true, fileMustExist: true, timeout: 0 };
      const guard = new Database(this.#parts.file, options);
      guard.pragma('cell_size_check = ON');
      // Only a connection that has read holds on to the log.
      guard.pragma('user_version');
      return guard;
    } catch {
      return null;
    }
  }

  #use(): InUse {
    const { file, log, watch } = this.#parts;
    let guard = this.#openGuard();
    let db: Connection | null = null;
    try {
      db = openDatabase(file, MIGRATIONS, this.#parts.onUpgrade);
      guard ??= this.#openGuard();
      return { db, guard, operations: openOwn(db, log, watch) };
    } catch (error) {
      db?.close();
      guard?.close();
      throw error;
    }
  }

  #opened(): InUse {
    if (this.#inUse === null) this.open();
    const { file } = this.#parts;
    if (this.#inUse === null) throw new Error(`${file} is not open`);
    return this.#inUse;
  }

  /** A read is made again in the new file, so that whoever asked does not notice. */
  #read<Answer>(run: (on: OpenFile) => Answer): Answer {
    const { operations } = this.#opened();
    const mayRepair = this.#parts.now() >= this.#nextRepairAt;
    try {
      const answer = run(operations);
      if (operations.takeDamaged() === 0 || !mayRepair) return answer;
    } catch (error) {
      if (!mayRepair || asStorageError(error).kind !== 'storage.corrupt') throw error;
    }
    this.#repair();
    return run(this.#opened().operations);
  }

  /** A refused write wrote nothing; whoever made it tries again, in the new file. */
  #write<Answer>(run: (on: OpenFile) => Answer): Answer {
    const { operations } = this.#opened();
    try {
      return run(operations);
    } catch (error) {
      if (asStorageError(error).kind === 'storage.corrupt') this.#repair();
      throw error;
    }
  }

  #repair(): void {
    const { file, log, now, onRepair } = this.#parts;
    const { db, guard, operations } = this.#opened();
    const lastOutboxSeq = operations.lastOutboxSeq();
    this.#inUse = null;
    this.#nextRepairAt = now() + NEXT_REPAIR_MS;
    db.close();
    guard?.close();
    const repair = salvage({ file, log, at: now(), lastOutboxSeq });
    this.#inUse = this.#use();
    this.#nextRepairAt = 0;
    onRepair(repair);
  }
}
