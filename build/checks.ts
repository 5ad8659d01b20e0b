import { runTool, type Tool } from './run-tool.ts';

/** Every folder with a tsconfig of its own; the walls between them are `oxlint.config.ts`. */
const TYPED_FOLDERS = [
  'shared',
  'electron/core',
  'electron',
  'renderer',
  'sandbox',
  'tests',
  'build',
] as const;

type Check = { readonly name: string; readonly tool: Tool; readonly parameters: readonly string[] };
export type CheckResult = {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
};

const CHECKS: readonly Check[] = [
  ...TYPED_FOLDERS.map((folder): Check => ({
    name: `types ${folder}`,
    tool: 'tsc',
    // What did not change since the last check is not checked again; a fresh checkout begins without.
    parameters: [
      '-p',
      folder,
      '--incremental',
      '--tsBuildInfoFile',
      `node_modules/.cache/tsc/${folder.replaceAll('/', '-')}.tsbuildinfo`,
    ],
  })),
  { name: 'lint', tool: 'oxlint', parameters: ['--type-aware', '--deny-warnings', '.'] },
  { name: 'format', tool: 'oxfmt', parameters: ['--check', '.'] },
  { name: 'dead code', tool: 'knip', parameters: [] },
];

/** Runs all checks, two at a time, and answers in the order of the list. */
export const runChecks = async (): Promise<readonly CheckResult[]> => {
  const results: CheckResult[] = [];
  const waiting = CHECKS.entries();
  const worker = async (): Promise<void> => {
    for (const [index, { name, tool, parameters }] of waiting) {
      const { code, output } = await runTool(tool, parameters, { quiet: true });
      results[index] = { name, passed: code === 0, output };
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  return results;
};
