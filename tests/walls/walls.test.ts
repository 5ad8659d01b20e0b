import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProgram, readSources } from '../../build/import-graph.ts';
import { judgeWalls } from '../../build/judge-walls.ts';
import type { Wall } from '../../build/walls/wall.ts';
import { WALLS } from '../../build/walls/walls.ts';

/**
 * Proves that the walls of the tree stand. The imports are made from the list itself: for each folder one import of
 * every other folder, file and package that any wall names, so that a new entry is proved without a word here.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');

/** What the walls say about a tree of these files: the files that break one, each once. */
const brokenFiles = (sources: ReadonlyMap<string, string>): readonly string[] => [
  ...new Set(judgeWalls(readProgram(sources), WALLS).map(({ file }) => file)),
];

const wordsAbout = (file: string, text: string): readonly string[] =>
  judgeWalls(readProgram(new Map([[file, text]])), WALLS).map((broken) => broken.text);

const isFile = (place: string): boolean => /\.(tsx?|json)$/u.test(place);
const folderOf = (place: string): string => (isFile(place) ? path.posix.dirname(place) : place);

/** `shared/` is reached by its alias from outside, as the product does it. */
const specifierFor = (file: string, target: string): string => {
  if (target.startsWith('shared/') && !file.startsWith('shared/')) return `#${target}`;
  const relative = path.posix.relative(path.posix.dirname(file), target);
  return relative.startsWith('.') ? relative : `./${relative}`;
};

/** All folders, and the single files that some wall opens. */
const PLACES = [...new Set(WALLS.flatMap(({ path: own, tree }) => [own, ...tree]))];
const PACKAGES = [
  ...new Set(WALLS.flatMap(({ packages }) => packages)),
  'node:vm',
  'a-package-of-no-wall',
].filter((name) => name !== 'node:*');

/** The files with a wall of their own. */
const ENTRIES = new Set(WALLS.map((wall) => wall.path).filter(isFile));

type Try = { readonly specifier: string; readonly isFine: boolean };

/** Everything that a file of this wall could import, with what the list says about it. */
const triesOf = ({ path: own, tree, packages }: Wall, file: string): readonly Try[] => {
  const places = PLACES.map((place): Try => {
    const target = isFile(place) ? place : `${place}/some-file.ts`;
    const isOpen = !ENTRIES.has(place) && [own, ...tree].includes(folderOf(place));
    return { specifier: specifierFor(file, target), isFine: tree.includes(place) || isOpen };
  });
  const ofPackages = PACKAGES.map((name): Try => ({
    specifier: name,
    isFine: packages.includes(name) || (name.startsWith('node:') && packages.includes('node:*')),
  }));
  return [...places, ...ofPackages];
};

/** Ways to write one import; each must meet the wall. */
const FORMS: readonly ((specifier: string) => string)[] = [
  (specifier) => `import { a } from '${specifier}';\nexport const b = a;\n`,
  (specifier) => `import type { A } from '${specifier}';\nexport type B = A;\n`,
  (specifier) => `export * from '${specifier}';\n`,
  (specifier) => `export { a } from '${specifier}';\n`,
  (specifier) => `export const load = () => import('${specifier}');\n`,
  (specifier) => `export type B = import('${specifier}').A;\n`,
];

/** What no list may ever allow: whoever opens one of these has to say so here too. */
const NEVER: readonly (readonly [folder: string, specifier: string])[] = [
  ['shared/model', 'zod'],
  ['shared/model', '../ipc/contract.ts'],
  ['electron/core', '../lifecycle/stage.ts'],
  ['electron/core', '../gateway/gateway-client.ts'],
  ['electron/core', 'ws'],
  ['electron/core', 'node:fs'],
  ['electron/core/steps', '../core.ts'],
  ['electron/core/steps', '../handlers/handlers.ts'],
  ['electron/gateway', '../lifecycle/stage.ts'],
  ['electron/gateway', '../core/core.ts'],
  ['electron/storage', '../diagnostics/log.ts'],
  ['electron/media', '../core/core.ts'],
  ['electron/media', '../gateway/gateway-client.ts'],
  ['electron/host', '../lifecycle/lifecycle.ts'],
  ['electron/platforms/connector', '../jd/adapter.ts'],
  ['electron/platforms/session', '../traffic/send-lane.ts'],
  ['electron/platforms/traffic', '../connector/page-connector.ts'],
  ['electron/platforms/jd', '../pdd/adapter.ts'],
  ['electron/platforms/jd', '../connector/page-connector.ts'],
  ['electron/web', '../desktop/main-window.ts'],
  ['electron/web', 'electron'],
  ['electron/desktop', '../web/transport-server.ts'],
  ['electron/web', '../../sandbox/world.ts'],
  ['electron/core', './testing/fake-clock.ts'],
  ['renderer/ui', '../state/selection.ts'],
  ['renderer/ui', '../bridge/bridge-context.tsx'],
  ['renderer/state', '../ui/Dialog.tsx'],
  ['renderer/state', '../features/inbox/Inbox.tsx'],
  ['renderer/features/inbox', '../composer/Composer.tsx'],
  ['renderer/features/inbox', '../../app/App.tsx'],
  ['renderer/app', '../../electron/core/core.ts'],
  ['renderer/app', 'node:fs'],
  ['sandbox', '../electron/core/core.ts'],
  ['sandbox/platforms/jd', '../douyin/shapes.ts'],
];

/** Breaks that the compiler catches: a name that this folder's tsconfig does not know. */
const TYPE_BREAKS: Readonly<Record<string, string>> = {
  'shared/model/dom.ts': `export const a = document.title;\n`,
  'shared/model/node.ts': `export const a = process.pid;\n`,
  'electron/core/node.ts': `export const a = process.pid;\n`,
  'electron/core/timer.ts': `export const a = setTimeout(() => 1, 1);\n`,
  'electron/web/dom.ts': `export const a = document.title;\n`,
  'sandbox/dom.ts': `export const a = window.location;\n`,
  'renderer/app/node.ts': `export const a = process.pid;\n`,
};

const compile = (
  parameters: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(ROOT, 'node_modules/typescript/bin/tsc'), ...parameters],
      { cwd },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
      },
    );
  });

describe('import walls', () => {
  it.each(WALLS.map((wall) => [wall.path, wall] as const))(
    '%s imports what its entry names, and nothing else',
    (own, wall) => {
      const isReported: Record<string, boolean> = {};
      const isExpected: Record<string, boolean> = {};
      const file = isFile(own) ? own : `${own}/a.ts`;
      for (const { specifier, isFine } of triesOf(wall, file)) {
        isExpected[specifier] = !isFine;
        isReported[specifier] = wordsAbout(file, `export * from '${specifier}';\n`).length > 0;
      }
      expect(isReported).toEqual(isExpected);
    },
  );

  it.each(FORMS.map((form) => [form('../lifecycle/stage.ts').split('\n')[0] ?? '', form] as const))(
    'an import meets the wall as %s',
    (_, form) => {
      expect(wordsAbout('electron/gateway/a.ts', form('../lifecycle/stage.ts'))).toHaveLength(1);
      expect(wordsAbout('electron/gateway/a.ts', form('../core/ports/log.ts'))).toEqual([]);
    },
  );

  it.each(NEVER)('%s never imports %s', (folder, specifier) => {
    const words = wordsAbout(`${folder}/a.ts`, `export * from '${specifier}';\n`);
    expect(words).toHaveLength(1);
    expect(words[0]).toContain(`${folder}/a.ts:1: imports ${specifier}; ${folder} may import `);
  });

  it('a folder without an entry fails, be it empty of imports', () => {
    expect(wordsAbout('electron/attic/a.ts', 'export const a = 1;\n')).toEqual([
      'electron/attic/a.ts: the folder electron/attic has no entry in build/walls/',
    ]);
    expect(wordsAbout('electron/core/steps/deep/a.ts', 'export const a = 1;\n')).toHaveLength(1);
  });

  it('an import that is put together at run time fails', () => {
    const words = wordsAbout('electron/host/a.ts', 'export const a = (b: string) => import(b);\n');
    expect(words).toHaveLength(1);
  });

  it('product files do not import tests and what only tests use', () => {
    for (const target of ['./a.test.ts', './testing/fake.ts', '../../tests/e2e/app.ts']) {
      expect(wordsAbout('electron/gateway/a.ts', `export * from '${target}';\n`)).toHaveLength(1);
    }
    expect(
      wordsAbout('electron/gateway/a.test.ts', `export * from '../lifecycle/stage.ts';\n`),
    ).toEqual([]);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'performance.now()',
    'Math.random()',
    `Math['random']()`,
  ])('the core and shared do not read %s', (read) => {
    for (const folder of ['electron/core', 'electron/core/steps', 'electron/core/handlers']) {
      expect(wordsAbout(`${folder}/a.ts`, `export const a = ${read};\n`)).toHaveLength(1);
    }
    for (const folder of ['shared/model', 'shared/protocol', 'shared/ipc', 'shared/sync']) {
      expect(wordsAbout(`${folder}/a.ts`, `export const a = ${read};\n`)).toHaveLength(1);
    }
    expect(wordsAbout('electron/host/a.ts', `export const a = ${read};\n`)).toEqual([]);
  });

  it('a clock under another name is found, and a given time is not one', () => {
    expect(wordsAbout('shared/model/a.ts', 'export const { random } = Math;\n')).toHaveLength(1);
    expect(wordsAbout('shared/model/a.ts', 'const clock = Date.now;\n')).toHaveLength(1);
    expect(wordsAbout('shared/model/a.ts', 'export const a = new Date(0);\n')).toEqual([]);
  });

  it('files that import each other in a circle fail, even for types only', () => {
    const broken = judgeWalls(
      readProgram(
        new Map([
          ['shared/model/a.ts', `import type { B } from './b.ts';\nexport type A = B;\n`],
          ['shared/model/b.ts', `export { c as B } from './c.ts';\n`],
          ['shared/model/c.ts', `import { A } from './a.ts';\nexport const c = A;\n`],
          ['shared/model/d.ts', `import { c } from './c.ts';\nexport const d = c;\n`],
        ]),
      ),
      WALLS,
    );
    const circle = ['a', 'b', 'c', 'a'].map((name) => `shared/model/${name}.ts`).join(' -> ');
    expect(broken.map(({ text }) => text)).toEqual([
      `shared/model/a.ts: imports itself in a circle: ${circle}`,
    ]);
  });

  it('reads every file of a tree on the disk', async () => {
    const tree = await mkdtemp(path.join(tmpdir(), 'walls-'));
    try {
      const files = [
        'shared/model/a.ts',
        'electron/a.ts',
        'renderer/ui/A.tsx',
        'sandbox/a.ts',
        'build/a.ts',
      ];
      for (const file of files) {
        await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
        await writeFile(path.join(tree, file), `import 'a-package-of-no-wall';\n`);
      }
      expect(brokenFiles(await readSources(tree)).toSorted()).toEqual(files.toSorted());
    } finally {
      await rm(tree, { recursive: true, force: true });
    }
  });
});

describe('type walls', () => {
  let tree = '';

  beforeAll(async () => {
    tree = await mkdtemp(path.join(tmpdir(), 'walls-'));
    for (const file of ['tsconfig.base.json', 'package.json']) {
      await cp(path.join(ROOT, file), path.join(tree, file));
    }
    for (const folder of ['shared', 'electron', 'electron/core', 'renderer', 'sandbox']) {
      await mkdir(path.join(tree, folder), { recursive: true });
      await cp(path.join(ROOT, folder, 'tsconfig.json'), path.join(tree, folder, 'tsconfig.json'));
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'), 'junction');
    for (const [file, text] of Object.entries(TYPE_BREAKS)) {
      await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
      await writeFile(path.join(tree, file), text);
    }
  });

  afterAll(() => rm(tree, { recursive: true, force: true }));

  it.each(Object.keys(TYPE_BREAKS))('the compiler refuses %s', async (file) => {
    const folder = file.startsWith('electron/core') ? 'electron/core' : (file.split('/')[0] ?? '');
    const only = path.join(tree, folder, 'tsconfig.one.json');
    const include = [path.relative(path.join(tree, folder), path.join(tree, file))];
    await writeFile(only, JSON.stringify({ extends: './tsconfig.json', include, exclude: [] }));
    const { code, output } = await compile(['-p', only], tree);
    expect(output).toMatch(/error TS(2304|2584|2591|2580|2552)/u);
    expect(code).toBe(1);
  });
});
