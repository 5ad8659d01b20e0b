import { isTableOf, TABLE_NAMES, TABLES, type Cell, type Row, type TableName } from '../tables.ts';
import { recordsOn, treePageOf, type RecordCells, type TreePage } from './b-tree.ts';
import { findFreePages, isPointerMap } from './free-pages.ts';
import { VERSION_AT, type PageFile } from './page-file.ts';

export type FoundRow = { readonly table: TableName; readonly row: Row };

/** Whether a row is as it was written. */
export type Trust = (table: TableName, row: Row) => boolean;

export type Search = {
  /** Records in the tables' places that are not as they were written. */
  readonly lost: number;
  /** False where pages are missing or damaged, so that nobody can tell how many rows stood there. */
  readonly isComplete: boolean;
};

/** As `SELECT *` would name them. */
const STORED_COLUMNS: ReadonlyMap<TableName, readonly string[]> = new Map(
  TABLE_NAMES.map((table) => {
    return [table, [...TABLES[table].columns, 'checksum']];
  }),
);

/** The record as a row of that table; null where it has another shape. A rowid stands beside its record, not in it. */
const rowOf = (table: TableName, { rowid, cells }: RecordCells): Row | null => {
  const columns = STORED_COLUMNS.get(table) ?? [];
  // A file of the first version has no checksums.
  if (cells.length !== columns.length && cells.length !== TABLES[table].columns.length) return null;
  const named: Record<string, Cell> = Object.fromEntries(
    columns.map((column, place) => [column, cells[place] ?? null]),
  );
  const key: string | null = TABLES[table].rowid;
  return key === null ? named : { ...named, [key]: rowid };
};

/** The record as a row of each table that it could be of. */
export const readingsOf = (record: RecordCells): readonly FoundRow[] =>
  TABLE_NAMES.flatMap((table) => {
    const row = rowOf(table, record);
    return row === null ? [] : [{ table, row }];
  });

/**
 * Finds rows in a damaged file without asking SQLite, which gives up a query at the first bad page. First the trees are
 * walked from the schema, as SQLite would; where something is missing there, every other page in use is looked at too,
 * and a row is told by its checksum: it fits one table and no other.
 */
export class RowSearch {
  readonly #file: PageFile;
  readonly #trust: Trust;
  readonly #recognises: Trust | null;
  readonly #reached = new Set<number>();
  #lost = 0;
  #isComplete = true;

  /** `trust` judges rows in their table's place; `recognises` rows that may be of any table, null where nothing can. */
  constructor(file: PageFile, trust: Trust, recognises: Trust | null) {
    this.#file = file;
    this.#trust = trust;
    this.#recognises = recognises;
  }

  /** What is known once `rows` has ended. */
  get result(): Search {
    return { lost: this.#lost, isComplete: this.#isComplete };
  }

  /** A row may come twice; the first is the better one. */
  *rows(): Generator<FoundRow> {
    const roots = this.#findRoots();
    const version = this.#file.page(1)?.readUInt32BE(VERSION_AT) ?? 0;
    for (const table of TABLE_NAMES) {
      const root = roots.get(table);
      if (root !== undefined) yield* this.#walk(root, table);
      else if (isTableOf(version, table)) this.#isComplete = false;
    }
    for (const [name, root] of roots) {
      if (!(name in TABLES)) for (const _ of this.#pagesFrom(root)) continue;
    }
    const recognises = this.#recognises;
    if (!this.#isComplete && recognises !== null) yield* this.#strayRows(recognises);
  }

  /** Trees by name, from the schema's own tree, which begins on the first page. */
  #findRoots(): ReadonlyMap<string, number> {
    const roots = new Map<string, number>();
    for (const page of this.#pagesFrom(1)) {
      for (const record of recordsOn(this.#file, page)) {
        const [, name, , root] = record?.cells ?? [];
        if (typeof name === 'string' && typeof root === 'number' && root > 1) roots.set(name, root);
      }
    }
    return roots;
  }

  *#walk(root: number, table: TableName): Generator<FoundRow> {
    for (const page of this.#pagesFrom(root)) {
      for (const record of recordsOn(this.#file, page)) {
        const row = record === null ? null : rowOf(table, record);
        if (row !== null && this.#trust(table, row)) yield { table, row };
        else this.#lost += 1;
      }
    }
  }

  /** The pages of one tree, from left to right. */
  *#pagesFrom(root: number): Generator<TreePage> {
    const seen = new Set<number>();
    const waiting = [root];
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      const bytes = seen.has(number) ? null : this.#file.page(number);
      const page = bytes === null ? null : treePageOf(bytes, number);
      seen.add(number);
      if (page === null || !page.isWhole) this.#isComplete = false;
      if (page === null) continue;
      this.#reached.add(number);
      waiting.push(...page.children.toReversed());
      yield page;
    }
  }

  /** Rows of pages that no walk has reached. What a lost inner page still points to is newer than what nobody points to. */
  *#strayRows(recognises: Trust): Generator<FoundRow> {
    const free = findFreePages(this.#file);
    const stray: number[] = [];
    const pointedTo = new Set<number>();
    for (let number = 1; number <= this.#file.pageCount; number += 1) {
      if (this.#reached.has(number) || free.has(number)) continue;
      if (isPointerMap(this.#file, number)) continue;
      const bytes = this.#file.page(number);
      const page = bytes === null ? null : treePageOf(bytes, number);
      if (page === null) continue;
      stray.push(number);
      for (const child of page.children) pointedTo.add(child);
    }
    const inOrder = [
      ...stray.filter((number) => pointedTo.has(number)),
      ...stray.filter((number) => !pointedTo.has(number)),
    ];
    for (const number of inOrder) {
      const bytes = this.#file.page(number);
      const page = bytes === null ? null : treePageOf(bytes, number);
      if (page === null) continue;
      for (const record of recordsOn(this.#file, page)) {
        if (record === null) continue;
        for (const { table, row } of readingsOf(record)) {
          if (recognises(table, row)) yield { table, row };
        }
      }
    }
  }
}
