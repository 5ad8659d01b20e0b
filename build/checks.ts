import { readProgram, readSources } from './import-graph.ts';
import { judgeWalls } from './judge-walls.ts';
import { ROOT, runTool, type Tool, type ToolRun } from './run-tool.ts';
import { WALLS } from './walls/walls.ts';

/** Every folder with a tsconfig of its own; the walls between them are `walls/`. */
const TYPED_FOLDERS = [
  'shared',
  'electron/core',
  'electron',
  'renderer',
  'sandbox',
  'tests',
  'build',
] as const;

type Check = { readonly name: string; readonly run: () => Promise<ToolRun> };
export type CheckResult = {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
};

const toolCheck = (name: string, tool: Tool, ...parameters: readonly string[]): Check => ({
  name,
  run: () => runTool(tool, parameters, { quiet: true }),
});

/** Which folder may import which, the circles, and who reads the machine's clock. */
const checkWalls = async (): Promise<ToolRun> => {
  const broken = judgeWalls(readProgram(await readSources(ROOT)), WALLS);
  return { code: broken.length === 0 ? 0 : 1, output: broken.map(({ text }) => text).join('\n') };
};

const CHECKS: readonly Check[] = [
  ...TYPED_FOLDERS.map((folder) =>
    toolCheck(
      `types ${folder}`,
      'tsc',
      '-p',
      folder,
      // What did not change since the last check is not checked again; a fresh checkout begins without.
      '--incremental',
      '--tsBuildInfoFile',
      `node_modules/.cache/tsc/${folder.replaceAll('/', '-')}.tsbuildinfo`,
    ),
  ),
  toolCheck('lint', 'oxlint', '--type-aware', '--deny-warnings', '.'),
  { name: 'walls', run: checkWalls },
  toolCheck('format', 'oxfmt', '--check', '.'),
  toolCheck('dead code', 'knip'),
];

/** Runs all checks, two at a time, and answers in the order of the list. */
export const runChecks = async (): Promise<readonly CheckResult[]> => {
  const results: CheckResult[] = [];
  const waiting = CHECKS.entries();
  const worker = async (): Promise<void> => {
    for (const [index, { name, run }] of waiting) {
      const { code, output } = await run();
      results[index] = { name, passed: code === 0, output };
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return results;
};
