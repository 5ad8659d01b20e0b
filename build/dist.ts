import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureDesktop } from './ensure-desktop.ts';
import { ensureRenderer } from './ensure-renderer.ts';
import { thirdPartyNotices } from './notices.ts';
import { ROOT, runProgram } from './run-tool.ts';
import { signingFor } from './signing.ts';

/** Both are made anew for each package, and lie in it beside the program. */
const NOTICES = 'dist/THIRD-PARTY-NOTICES.txt';
const BILL = 'dist/sbom.cdx.json';

/** npm's own, in CycloneDX, of what ships. */
const billOfMaterials = async (): Promise<string> => {
  // The npm that runs this script.
  const npm = process.env['npm_execpath'];
  if (npm === undefined) throw new Error('start this as npm run dist');
  const words = [npm, 'sbom', '--sbom-format=cyclonedx', '--omit=dev'];
  return (await promisify(execFile)(process.execPath, words, { cwd: ROOT })).stdout;
};

/**
 * `npm run dist [-- electron-builder's options]`: builds both halves and packages them for this machine's system, into out/. Without
 * keys nothing is signed, and a line says so.
 */
const run = async (): Promise<number> => {
  await ensureRenderer();
  await ensureDesktop();
  await writeFile(path.join(ROOT, NOTICES), thirdPartyNotices());
  await writeFile(path.join(ROOT, BILL), await billOfMaterials());
  const signing = signingFor(process.platform, process.env);
  console.error(signing.says);
  const { code } = await runProgram(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/electron-builder/cli.js'),
      '--config=build/electron-builder.yml',
      '--publish=never',
      ...signing.words,
      ...process.argv.slice(2),
    ],
    { quiet: false },
  );
  return code;
};

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
