import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, runTool } from './run-tool.ts';

/**
 * Builds the renderer when dist/renderer is missing or was made from other sources. The hash of all that goes into it is
 * kept beside it; a file's time says nothing after a checkout.
 */
const OUTPUT = path.join(ROOT, 'dist/renderer');
const STAMP = '.sources';
const SOURCE_FOLDERS = ['renderer', 'shared'];
const SOURCE_FILES = ['package-lock.json', 'build/vite.renderer.config.ts'];

const isSource = (file: string): boolean =>
  !/\.(test|contract|bench)\.tsx?$|(^|[\\/])README\.md$/u.test(file);

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
};

const hashOfSources = async (): Promise<string> => {
  const files = [...(await Promise.all(SOURCE_FOLDERS.map(filesIn))).flat(), ...SOURCE_FILES];
  const hash = createHash('sha256');
  for (const file of files.filter(isSource).sort()) {
    hash.update(`${file}\0`);
    hash.update(await readFile(path.join(ROOT, file)));
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
const putInPlace = async (built: string, hash: string): Promise<void> => {
  const old = `${OUTPUT}-old-${process.pid}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if ((await builtFrom(OUTPUT)) === hash) return;
    await rename(OUTPUT, old).catch(() => undefined);
    const moved = await rename(built, OUTPUT).then(
      () => true,
      () => false,
    );
    await rm(old, { recursive: true, force: true });
    if (moved) return;
  }
  throw new Error(`dist/renderer could not be replaced`);
};

/** Rejects with what the build said. Says on stderr that it builds, because that takes seconds. */
export const ensureRenderer = async (): Promise<void> => {
  const hash = await hashOfSources();
  if ((await builtFrom(OUTPUT)) === hash) return;
  console.error('Building the page (only after a change of its sources)…');
  const fresh = `${OUTPUT}-new-${process.pid}`;
  await mkdir(path.dirname(OUTPUT), { recursive: true });
  process.env['DUODIAN_RENDERER_OUT'] = fresh;
  try {
    const built = await runTool(
      'vite',
      ['build', '--config', 'build/vite.renderer.config.ts', '--logLevel', 'warn'],
      { quiet: true },
    );
    if (built.code !== 0) throw new Error(`the page could not be built:\n${built.output}`);
    await writeFile(path.join(fresh, STAMP), hash);
    await putInPlace(fresh, hash);
  } finally {
    delete process.env['DUODIAN_RENDERER_OUT'];
    await rm(fresh, { recursive: true, force: true });
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await ensureRenderer();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
