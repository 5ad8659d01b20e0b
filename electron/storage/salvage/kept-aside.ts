import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Damaged files that stay for whoever wants to look into them; each may be as large as the database. */
const KEPT_SETS = 3;
const SUFFIXES = ['', '-wal', '-journal', '-shm'] as const;

/** `20260131-235959`, in UTC like every time in a name of ours. */
export const stampOf = (at: number): string =>
  new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '-');

const beside = (file: string, what: string, stamp: string): string => {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}.${what}-${stamp}${ext}`);
};

/** A name for the damaged file that no earlier one has. */
export const nameForDamaged = (file: string, at: number): string => {
  for (let second = 0; ; second += 1) {
    const name = beside(file, 'damaged', stampOf(at + second * 1000));
    if (SUFFIXES.every((suffix) => !existsSync(name + suffix))) return name;
  }
};

/** Moves the file with its log. The log goes first: a file without its log is old, a log without its file is poison. */
const moveAside = (file: string, keptAs: string): void => {
  rmSync(`${file}-shm`, { force: true });
  for (const suffix of ['-journal', '-wal', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, keptAs + suffix);
  }
};

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

const forgetOldest = (file: string): void => {
  const { dir, name, ext } = path.parse(file);
  const pattern = new RegExp(`^${escaped(name)}\\.damaged-[\\d-]+${escaped(ext)}`, 'u');
  const matches = readdirSync(dir).flatMap((entry) => pattern.exec(entry)?.[0] ?? []);
  const sets = [...new Set(matches)].toSorted().toReversed();
  for (const set of sets.slice(KEPT_SETS)) {
    for (const suffix of SUFFIXES) rmSync(path.join(dir, set + suffix), { force: true });
  }
};

/** Where the new database is made. Nothing looks at it before it is whole. */
export const unfinishedName = (file: string): string => `${file}.salvaging`;

const FINISHED = /\.salvaged-([\d-]+)$/u;

/**
 * The damaged file goes aside and the finished new one takes its place. The name of the finished one carries the name
 * of the other, so that a process that dies between any two steps finishes them at the next start.
 */
export const takePlace = (file: string, keptAs: string): void => {
  const stamp = path.parse(keptAs).name.split('.damaged-')[1] ?? '';
  const finished = `${file}.salvaged-${stamp}`;
  renameSync(unfinishedName(file), finished);
  finishTaking(file, finished, keptAs);
};

const finishTaking = (file: string, finished: string, keptAs: string): void => {
  moveAside(file, keptAs);
  renameSync(finished, file);
  forgetOldest(file);
};

/** What a process that died in the middle left: answers the damaged file's name if the new one had been finished. */
export const takeUpUnfinished = (file: string): string | null => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    rmSync(unfinishedName(file) + suffix, { force: true });
  }
  const { dir, base } = path.parse(file);
  const names = existsSync(dir) ? readdirSync(dir) : [];
  const finished = names.find((name) => name.startsWith(base) && FINISHED.test(name));
  if (finished === undefined) return null;
  const keptAs = beside(file, 'damaged', FINISHED.exec(finished)?.[1] ?? '');
  finishTaking(file, path.join(dir, finished), keptAs);
  return path.basename(keptAs);
};
