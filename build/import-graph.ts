import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseSync, Visitor } from 'vite';

/** The folders whose programs the walls judge. */
export const TOP_FOLDERS = ['shared', 'electron', 'renderer', 'sandbox', 'tests', 'build'] as const;

/** One import as a file writes it; also `export … from`, `import()` and the type `import('…').T`. */
export type Import = {
  readonly file: string;
  readonly line: number;
  /** As written: `../core/ports/log.ts`, `#shared/model/ids.ts`, `zod`, `node:path`. */
  readonly specifier: string;
  /** The file in the tree, from the root with `/`; null for a package. */
  readonly target: string | null;
};

/** A read of the machine's clock or of its randomness. */
export type AmbientRead = { readonly file: string; readonly line: number; readonly name: string };

export type Program = {
  readonly files: readonly string[];
  readonly imports: readonly Import[];
  readonly ambientReads: readonly AmbientRead[];
};

/** All TypeScript files of the tree under `root`: path from the root -> text. */
export const readSources = async (root: string): Promise<ReadonlyMap<string, string>> => {
  const sources = new Map<string, string>();
  for await (const found of glob(`{${TOP_FOLDERS.join(',')}}/**/*.{ts,tsx}`, { cwd: root })) {
    const file = found.replaceAll('\\', '/');
    sources.set(file, await readFile(path.join(root, file), 'utf8'));
  }
  return sources;
};

/** What the files import and where they read the clock; throws on a file that does not parse. */
export const readProgram = (sources: ReadonlyMap<string, string>): Program => {
  const parsed = [...sources].map(([file, text]) => readFileImports(file, text));
  return {
    files: [...sources.keys()],
    imports: parsed.flatMap(({ imports }) => imports),
    ambientReads: parsed.flatMap(({ ambientReads }) => ambientReads),
  };
};

/** Stands for the specifier of an `import(…)` that is put together at run time: no wall allows it. */
export const COMPUTED = '(computed)';

const AMBIENT = new Set(['Date.now', 'performance.now', 'Math.random']);
const OWNERS = new Set(['Date', 'performance', 'Math']);

const readFileImports = (file: string, text: string): Omit<Program, 'files'> => {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message ?? 'does not parse'}`);
  const imports: Import[] = [];
  const ambientReads: AmbientRead[] = [];
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const add = (source: { readonly start: number; readonly value: unknown } | null): void => {
    if (typeof source?.value !== 'string') return;
    const specifier = source.value;
    const target = targetOf(file, specifier);
    imports.push({ file, line: lineAt(source.start), specifier, target });
  };
  const read = (name: string, offset: number): void => {
    ambientReads.push({ file, line: lineAt(offset), name });
  };
  new Visitor({
    ImportDeclaration: ({ source }) => add(source),
    ExportAllDeclaration: ({ source }) => add(source),
    ExportNamedDeclaration: ({ source }) => add(source),
    TSImportType: ({ source }) => add(source),
    ImportExpression: ({ source, start }) =>
      add(source.type === 'Literal' ? source : { start, value: COMPUTED }),
    MemberExpression: ({ object, property, start }) => {
      if (object.type !== 'Identifier') return;
      const key = property.type === 'Literal' ? property.value : textOfName(property);
      const name = typeof key === 'string' ? `${object.name}.${key}` : '';
      if (AMBIENT.has(name)) read(name, start);
    },
    // `const { random } = Math` and `const clock = Date` would hide the read.
    VariableDeclarator: ({ init, start }) => {
      if (init?.type === 'Identifier' && OWNERS.has(init.name)) read(init.name, start);
    },
    CallExpression: ({ callee, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date') read('Date()', start);
    },
    NewExpression: ({ callee, arguments: given, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0) {
        read('new Date()', start);
      }
    },
  }).visit(program);
  return { imports, ambientReads };
};

const textOfName = (property: object): unknown => ('name' in property ? property.name : null);

const targetOf = (file: string, specifier: string): string | null => {
  if (specifier.startsWith('#shared/')) return `shared/${specifier.slice('#shared/'.length)}`;
  if (!specifier.startsWith('.')) return null;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
};
