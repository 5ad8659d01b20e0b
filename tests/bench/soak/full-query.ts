import Database from 'better-sqlite3';

const withFile = <Value>(file: string, read: (db: Database.Database) => Value): Value => {
  const db = new Database(file, { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
};

/** What the database says by itself, through no index and none of the app's own queries. */
export type FullQuery = {
  /** `shop buyer` of all who wait. */
  readonly waiting: ReadonlySet<string>;
  /** The others under 全部, the newest line first. */
  readonly rest: readonly string[];
};

const LISTED = `SELECT shop_id || ' ' || buyer_pin FROM conversation NOT INDEXED WHERE closed = 0`;

export const runFullQuery = (file: string, most: number): FullQuery =>
  withFile(file, (db) => {
    const texts = (sql: string): readonly string[] => db.prepare<[], string>(sql).pluck().all();
    return {
      waiting: new Set(texts(`${LISTED} AND waiting_since IS NOT NULL`)),
      rest: texts(
        `${LISTED} AND waiting_since IS NULL
         ORDER BY coalesce(last ->> 'at', last_order_at) DESC, shop_id DESC, buyer_pin DESC
         LIMIT ${String(most)}`,
      ),
    };
  });

/** The newest arrival number. */
export const lastArrival = (file: string): number =>
  withFile(file, (db) => {
    const newest = db.prepare<[], number>('SELECT coalesce(max(arrival), 0) FROM message');
    return newest.pluck().get() ?? 0;
  });

/** Messages of buyers and the back office that arrived after that one; lines that nobody wrote are not counted. */
export const countSince = (file: string, arrival: number): number =>
  withFile(file, (db) => {
    const count = db.prepare<[number], number>(
      "SELECT count(*) FROM message WHERE arrival > ? AND origin IN ('buyer', 'backoffice')",
    );
    return count.pluck().get(arrival) ?? 0;
  });

/** Rows of the shown list that are not where the database puts them. */
export const wrongRows = (shown: readonly string[], { waiting, rest }: FullQuery): number =>
  shown.filter((row, at) =>
    at < waiting.size ? !waiting.has(row) : row !== rest[at - waiting.size],
  ).length;
