import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './run-tool.ts';

/** A package as the lockfile names it. */
export type LockedPackage = {
  /** Its folder below the project's. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** As the package says itself; null where it says nothing. */
  readonly license: string | null;
  readonly dependencies: readonly string[];
};

type Entry = {
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

const MODULES = 'node_modules/';

const readLock = (): Readonly<Record<string, Entry>> => {
  const text = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8');
  return (JSON.parse(text) as { readonly packages: Readonly<Record<string, Entry>> }).packages;
};

/** Everything that an installation may bring, on any system. */
export const lockedPackages = (): readonly LockedPackage[] =>
  Object.entries(readLock())
    .filter(([folder]) => folder !== '')
    .map(([folder, entry]) => ({
      folder,
      name: folder.slice(folder.lastIndexOf(MODULES) + MODULES.length),
      version: entry.version ?? '',
      license: entry.license ?? null,
      dependencies: Object.keys(entry.dependencies ?? {}),
    }));

/** What a package finds under a name: beside it first, then above. */
const foundFrom = (
  folder: string,
  name: string,
  known: ReadonlyMap<string, LockedPackage>,
): LockedPackage | null => {
  const own = known.get(`${folder === '' ? '' : `${folder}/`}${MODULES}${name}`);
  if (own !== undefined || folder === '') return own ?? null;
  const above = folder.lastIndexOf(`/${MODULES}`);
  return foundFrom(above === -1 ? '' : folder.slice(0, above), name, known);
};

/** What the app itself is made of: its dependencies and theirs, in the order of their names. */
export const shippedPackages = (): readonly LockedPackage[] => {
  const known = new Map(lockedPackages().map((one) => [one.folder, one]));
  const shipped = new Map<string, LockedPackage>();
  const take = (folder: string, names: readonly string[]): void => {
    for (const name of names) {
      const found = foundFrom(folder, name, known);
      if (found === null || shipped.has(found.folder)) continue;
      shipped.set(found.folder, found);
      take(found.folder, found.dependencies);
    }
  };
  take('', Object.keys(readLock()['']?.dependencies ?? {}));
  return [...shipped.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
};
