import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT, runTool } from './run-tool.ts';

/** A folder below dist that is built from sources. */
export type BuiltFolder = {
  /** Its name below dist. */
  readonly name: string;
  readonly sourceFolders: readonly string[];
  readonly sourceFiles: readonly string[];
  /** The configuration of vite, which builds into the folder that `outVariable` names in its environment. */
  readonly config: string;
  readonly outVariable: string;
  /** What it is to a person who waits for it. */
  readonly title: string;
};

const STAMP = '.sources';

const isSource = (file: string): boolean =>
  !/\.(test|contract|bench)\.tsx?$|(^|[\\/])README\.md$/u.test(file);

const filesIn = (folder: string): readonly string[] => {
  const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
};

/** Read at once: every start of the browser host waits for it, and hundreds of small promises take longer than the files. */
const hashOfSources = ({ sourceFolders, sourceFiles }: BuiltFolder): string => {
  const inFolders = sourceFolders.flatMap(filesIn);
  const hash = createHash('sha256');
  for (const file of [...inFolders, ...sourceFiles].filter(isSource).sort()) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(path.join(ROOT, file)));
    hash.update('\0');
  }
  return hash.digest('hex');
};

const builtFrom = (folder: string): Promise<string | null> =>
  readFile(path.join(folder, STAMP), 'utf8').catch(() => null);

/**
 * Puts a finished build in its place. Two programs may build at once: each has a folder of its own, and the loser of the
 * last step finds what it wanted to put there.
 */
const putInPlace = async (built: string, output: string, hash: string): Promise<void> => {
  const old = `${output}-old-${process.pid}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if ((await builtFrom(output)) === hash) return;
    await rename(output, old).catch(() => undefined);
    const moved = await rename(built, output).then(
      () => true,
      () => false,
    );
    await rm(old, { recursive: true, force: true });
    if (moved) return;
  }
  throw new Error(`${output} could not be replaced`);
};

/**
 * Builds the folder when it is missing or was made from other sources. The hash of all that goes into it is kept beside it; a
 * file's time says nothing after a checkout. Rejects with what the build said. Says on stderr that it builds, because that takes seconds.
 */
export const ensureBuilt = async (part: BuiltFolder): Promise<void> => {
  const output = path.join(ROOT, 'dist', part.name);
  const hash = hashOfSources(part);
  if ((await builtFrom(output)) === hash) return;
  console.error(`Building ${part.title} (only after a change of its sources)…`);
  const fresh = `${output}-new-${process.pid}`;
  await mkdir(path.dirname(output), { recursive: true });
  process.env[part.outVariable] = fresh;
  try {
    const built = await runTool('vite', ['build', '--config', part.config, '--logLevel', 'warn'], {
      quiet: true,
    });
    if (built.code !== 0) throw new Error(`${part.title} could not be built:\n${built.output}`);
    await writeFile(path.join(fresh, STAMP), hash);
    await putInPlace(fresh, output, hash);
  } finally {
    delete process.env[part.outVariable];
    await rm(fresh, { recursive: true, force: true });
  }
};
