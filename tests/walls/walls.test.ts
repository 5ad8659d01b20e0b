import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Proves that the walls of the tree stand: a small tree with one broken wall a file, judged by the project's own
 * lint configuration and tsconfigs. A wall that lets its file through fails here.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');

/** Path in the small tree -> what stands in it. Each line breaks the wall of its folder. */
const LINT_BREAKS: Readonly<Record<string, string>> = {
  'shared/model/a.ts': `import { z } from 'zod';\nexport const a = z;\n`,
  'shared/model/b.ts': `import { b as c } from '../ipc/contract.ts';\nexport const b = c;\n`,
  'shared/protocol/a.ts': `import { b } from '../sync/delta.ts';\nexport const a = b;\n`,
  'shared/sync/a.ts': `import { readFile } from 'node:fs/promises';\nexport const a = readFile;\n`,
  'electron/core/a.ts': `import { b } from '../gateway/gateway-client.ts';\nexport const a = b;\n`,
  'electron/core/b.ts': `import { WebSocket } from 'ws';\nexport const a = WebSocket;\n`,
  'electron/core/c.ts': `import { app } from 'electron';\nexport const a = app;\n`,
  'electron/core/steps/d.ts': `import { b } from '../../storage/open-store.ts';\nexport const a = b;\n`,
  'electron/gateway/a.ts': `import { b } from '../core/core.ts';\nexport const a = b;\n`,
  'electron/gateway/b.ts': `import { b } from '../storage/open-store.ts';\nexport const a = b;\n`,
  'electron/platforms/session/a.ts': `import { b } from '../../core/input-queue.ts';\nexport const a = b;\n`,
  'electron/web/a.ts': `import { app } from 'electron';\nexport const a = app;\n`,
  'electron/web/b.ts': `import { b } from '../../renderer/app/App.tsx';\nexport const a = b;\n`,
  'electron/web/c.ts': `import { b } from '../../sandbox/world.ts';\nexport const a = b;\n`,
  'renderer/app/a.ts': `import { b } from '../../electron/core/core.ts';\nexport const a = b;\n`,
  'renderer/features/inbox/a.ts': `import { b } from '../composer/Composer.tsx';\nexport const a = b;\n`,
  'renderer/features/inbox/parts/b.ts': `import { b } from '../../composer/Composer.tsx';\nexport const a = b;\n`,
  'renderer/ui/a.ts': `import { b } from '../features/inbox/Inbox.tsx';\nexport const a = b;\n`,
  'sandbox/a.ts': `import { b } from '../electron/core/core.ts';\nexport const a = b;\n`,
};

/** What every folder may import: the lint must stay silent on these. */
const LINT_FINE: Readonly<Record<string, string>> = {
  'shared/protocol/fine.ts': `import { z } from 'zod';\nimport { b } from '../model/ids.ts';\nexport const a = [z, b];\n`,
  'electron/gateway/fine.ts': `import { WebSocket } from 'ws';\nimport { b } from '../core/ports.ts';\nimport { c } from '#shared/model/ids.ts';\nexport const a = [WebSocket, b, c];\n`,
  'electron/core/steps/fine.ts': `import { b } from '../ports.ts';\nimport { c } from '#shared/model/ids.ts';\nexport const a = [b, c];\n`,
  'electron/desktop/fine.ts': `import { app } from 'electron';\nimport { b } from '../core/core.ts';\nexport const a = [app, b];\n`,
  'renderer/features/inbox/fine.ts': `import { b } from '../../ui/Button.tsx';\nimport { c } from './Row.tsx';\nexport const a = [b, c];\n`,
};

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

const TOOLS = { oxlint: 'oxlint/bin/oxlint', tsc: 'typescript/bin/tsc' } as const;

const run = (
  tool: keyof typeof TOOLS,
  parameters: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(ROOT, 'node_modules', TOOLS[tool]), ...parameters],
      { cwd },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
      },
    );
  });

describe('import walls', () => {
  let tree = '';

  beforeAll(async () => {
    tree = await mkdtemp(path.join(tmpdir(), 'walls-'));
    for (const file of ['oxlint.config.ts', 'tsconfig.base.json', 'package.json']) {
      await cp(path.join(ROOT, file), path.join(tree, file));
    }
    for (const folder of ['shared', 'electron', 'electron/core', 'renderer', 'sandbox']) {
      await mkdir(path.join(tree, folder), { recursive: true });
      await cp(path.join(ROOT, folder, 'tsconfig.json'), path.join(tree, folder, 'tsconfig.json'));
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'), 'junction');
    for (const [file, text] of Object.entries({ ...LINT_BREAKS, ...LINT_FINE, ...TYPE_BREAKS })) {
      await mkdir(path.dirname(path.join(tree, file)), { recursive: true });
      await writeFile(path.join(tree, file), text);
    }
  });

  afterAll(() => rm(tree, { recursive: true, force: true }));

  it('the lint reports every import that breaks a wall, and none that does not', async () => {
    const { output } = await run('oxlint', ['--format=unix', '.'], tree);
    const reported = new Set(
      output
        .split('\n')
        .filter((line) => line.includes('no-restricted-imports'))
        .map((line) =>
          path.relative(tree, path.resolve(tree, line.split(':')[0] ?? '')).replaceAll('\\', '/'),
        ),
    );
    expect([...reported].toSorted()).toEqual(Object.keys(LINT_BREAKS).toSorted());
  });

  it.each(Object.keys(TYPE_BREAKS))('the compiler refuses %s', async (file) => {
    const folder = file.startsWith('electron/core') ? 'electron/core' : (file.split('/')[0] ?? '');
    const only = path.join(tree, folder, 'tsconfig.one.json');
    const include = [path.relative(path.join(tree, folder), path.join(tree, file))];
    await writeFile(only, JSON.stringify({ extends: './tsconfig.json', include, exclude: [] }));
    const { code, output } = await run('tsc', ['-p', only], tree);
    expect(output).toMatch(/error TS(2304|2584|2591|2580|2552)/u);
    expect(code).toBe(1);
  });
});
