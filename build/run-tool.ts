import { spawn } from 'node:child_process';
import path from 'node:path';

/** The project's own folder. */
export const ROOT = path.resolve(import.meta.dirname, '..');

/** Development tools by the script that starts them, so that no shell and no PATH is involved. */
const TOOLS = {
  knip: 'knip/bin/knip.js',
  oxfmt: 'oxfmt/bin/oxfmt',
  oxlint: 'oxlint/bin/oxlint',
  playwright: 'playwright/cli.js',
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
} as const;
export type Tool = keyof typeof TOOLS;

export type ToolRun = { readonly code: number; readonly output: string };

/** Runs a tool of node_modules from the project's folder; `quiet` collects what it says instead of passing it on. */
export const runTool = (
  tool: Tool,
  parameters: readonly string[],
  options: { readonly quiet: boolean },
): Promise<ToolRun> =>
  runProgram(
    process.execPath,
    [path.join(ROOT, 'node_modules', TOOLS[tool]), ...parameters],
    options,
  );

/** The same for any program. A program that cannot be started counts as code 127. */
export const runProgram = (
  program: string,
  parameters: readonly string[],
  { quiet }: { readonly quiet: boolean },
): Promise<ToolRun> =>
  new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: ROOT,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    const keep = (bytes: Buffer): void => {
      output += bytes.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
