/**
 * One step of the database's shape (ST3). `version` becomes `user_version` in the same transaction as `sql`.
 * Files are numbered in tens; a number that has shipped never changes.
 */
export type Migration = { readonly version: number; readonly sql: string };
