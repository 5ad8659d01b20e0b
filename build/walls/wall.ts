/**
 * The import walls: what each folder may import. Whatever is not named here fails in `npm run check`; `tests/walls`
 * proves it for every pair of folders. A folder may always import itself; the files with an entry
 * of their own are programs that start, so only who names such a file may import it.
 */
export type Wall = {
  /** A folder or a single file from the root; of two that hold a file the longer one counts. */
  readonly path: string;
  /** Folders without the folders inside them, and single files. */
  readonly tree: readonly string[];
  /** Packages with all their subpaths, and builtins by their full name; `node:*` is every builtin. */
  readonly packages: readonly string[];
  /** Time and randomness are handed in: `Date.now`, `performance.now`, `Math.random` and `new Date()` fail. */
  readonly isPure?: true;
};

export const builtins = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `node:${name}`);

export const SHARED = [
  'shared/async',
  'shared/model',
  'shared/protocol',
  'shared/ipc',
  'shared/sync',
] as const;

/** One page of a shop, as whatever shows it knows it. */
export const PAGE_PORT = 'electron/platforms/session/page-session.ts';

export const PORTS = 'electron/core/ports';

type Port =
  | 'clock'
  | 'connectors'
  | 'facts'
  | 'gateway-link'
  | 'log'
  | 'publisher'
  | 'storage-figures'
  | 'store';

/** What of the core a folder around it knows. */
export const ports = (...names: readonly Port[]): readonly string[] =>
  names.map((name) => `${PORTS}/${name}.ts`);

/**
 * Tests, what only they use, and the recorded messages beside an adapter reach wherever that lives which they prove.
 * Product files may not import them.
 */
export const isTestFile = (file: string): boolean =>
  file.startsWith('tests/') ||
  /\.(test|contract|bench)\.tsx?$/u.test(file) ||
  /\/(testing|contract|fixtures)\//u.test(file);
