import path from 'node:path';
import type { Import, Program } from './import-graph.ts';
import { isTestFile, type Wall } from './walls/wall.ts';

/** A broken wall: the file that breaks it, and a line that says where, how, and what would be allowed. */
export type BrokenWall = { readonly file: string; readonly text: string };

/** Every import, circle and clock that the walls do not allow, in the order of the files. Tests are judged for circles only. */
export const judgeWalls = (program: Program, walls: readonly Wall[]): readonly BrokenWall[] => {
  const byPath = new Map(walls.map((wall) => [wall.path, wall]));
  const wallOf = (file: string): Wall | undefined =>
    byPath.get(file) ?? byPath.get(path.posix.dirname(file));

  const isAllowed = (
    { specifier, target }: Import,
    { path: own, tree, packages }: Wall,
  ): boolean => {
    if (target === null) return packages.some((name) => isOfPackage(specifier, name));
    if (tree.includes(target)) return true;
    // A file with an entry of its own starts a program; that its folder is open does not open it.
    if (isTestFile(target) || byPath.has(target)) return false;
    const folder = path.posix.dirname(target);
    return folder === own || tree.includes(folder);
  };

  const withoutWall = program.files
    .filter((file) => !isTestFile(file) && wallOf(file) === undefined)
    .map((file) => ({
      file,
      text: `${file}: the folder ${path.posix.dirname(file)} has no entry in build/walls/`,
    }));
  const imports = program.imports.flatMap((one): readonly BrokenWall[] => {
    const wall = isTestFile(one.file) ? undefined : wallOf(one.file);
    if (wall === undefined || isAllowed(one, wall)) return [];
    return [{ file: one.file, text: importText(one, wall) }];
  });
  const clocks = program.ambientReads
    .filter(({ file }) => !isTestFile(file) && wallOf(file)?.isPure === true)
    .map(({ file, line, name }) => ({
      file,
      text: `${file}:${line}: reads ${name}; time and randomness are handed in here, as the Clock of electron/core/ports/clock.ts is`,
    }));
  return [...withoutWall, ...imports, ...clocks, ...findCircles(program)];
};

const isOfPackage = (specifier: string, name: string): boolean => {
  if (name === 'node:*') return specifier.startsWith('node:');
  if (name.startsWith('node:')) return specifier === name;
  return specifier === name || specifier.startsWith(`${name}/`);
};

const importText = ({ file, line, specifier }: Import, wall: Wall): string => {
  const allowed = [...wall.tree, ...wall.packages];
  return `${file}:${line}: imports ${specifier}; ${wall.path} may import ${
    allowed.length === 0 ? 'nothing but itself' : allowed.join(', ')
  }`;
};

/** One line for each group of files that import each other in a circle, type-only imports included. */
const findCircles = ({ files, imports }: Program): readonly BrokenWall[] => {
  const targets = Map.groupBy(
    imports.filter(({ target }) => target !== null),
    ({ file }) => file,
  );
  const done = new Set<string>();
  const way: string[] = [];
  const circles: BrokenWall[] = [];
  const visit = (file: string): void => {
    const begin = way.indexOf(file);
    if (begin >= 0) {
      const circle = [...way.slice(begin), file];
      circles.push({ file, text: `${file}: imports itself in a circle: ${circle.join(' -> ')}` });
      return;
    }
    if (done.has(file)) return;
    done.add(file);
    way.push(file);
    for (const { target } of targets.get(file) ?? []) if (target !== null) visit(target);
    way.pop();
  };
  for (const file of files) visit(file);
  return circles;
};
