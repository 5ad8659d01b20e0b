import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProgram } from '../../build/run-tool.ts';
import type { Mutant } from './catalog.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const COPIED = [
  'shared',
  'electron',
  'renderer',
  'sandbox',
  'tests',
  'build',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'vitest.config.ts',
];

export type TestRun = {
  readonly passed: number;
  /** Names of the tests that failed; a file that did not load is none. */
  readonly failed: readonly string[];
  /** The end of what the runner said. */
  readonly output: string;
};

type Report = {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

/** A copy of the sources in which a mistake can be made without touching the project. */
export class Scratch {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<Scratch> {
    const folder = await mkdtemp(path.join(tmpdir(), 'duodian-mutants-'));
    for (const name of COPIED) {
      await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    return new Scratch(folder);
  }

  /** Runs these tests over the sources as they are in the copy, up to the first that fails. */
  async runTests(places: readonly string[]): Promise<TestRun> {
    const report = path.join(this.#folder, 'report.json');
    await rm(report, { force: true });
    const { output } = await runProgram(
      process.execPath,
      [
        path.join(this.#folder, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--root',
        this.#folder,
        '--config',
        'vitest.config.ts',
        '--bail=1',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...places,
      ],
      { quiet: true },
    );
    const text = await readFile(report, 'utf8').catch(() => null);
    if (text === null) return { passed: 0, failed: [], output: output.slice(-2_000) };
    const { numPassedTests, testResults } = JSON.parse(text) as Report;
    const failed = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => fullName);
    return { passed: numPassedTests, failed, output: output.slice(-2_000) };
  }

  /** Makes the mistake, runs its tests, and takes it back. */
  async runMutant({ file, find, replace, tests }: Mutant): Promise<TestRun> {
    const place = path.join(this.#folder, file);
    const source = await readFile(place, 'utf8');
    await writeFile(
      place,
      source.replace(find, () => replace),
    );
    try {
      return await this.runTests(tests);
    } finally {
      await writeFile(place, source);
    }
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
