import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CannotStart, EXIT } from '../cannot-start.ts';

/** Names a folder with a page that was built elsewhere; it is served as it is. */
const FOLDER_VARIABLE = 'DUODIAN_RENDERER';

/**
 * The folder of the built page. In a checkout the build script brings it up to date first, in a process of its own: the
 * host itself never loads a bundler. Where only the build is shipped, it is used as it is. Rejects with `CannotStart`.
 */
export const builtRenderer = async (): Promise<string> => {
  const given = process.env[FOLDER_VARIABLE];
  if (given !== undefined && given !== '') return given;
  const folder = fileURLToPath(new URL('../../../dist/renderer/', import.meta.url));
  const script = fileURLToPath(new URL('../../../build/ensure-renderer.ts', import.meta.url));
  if (existsSync(script)) {
    const code = await new Promise<number | null>((resolve) => {
      // Its stdout goes to our stderr: ours carries the ready line and nothing else.
      const child = spawn(process.execPath, [script], { stdio: ['ignore', 2, 2] });
      child.once('error', () => resolve(127));
      child.once('close', resolve);
    });
    if (code !== 0)
      throw new CannotStart(EXIT.failed, 'the page could not be built; see the lines above');
  }
  if (!existsSync(`${folder}index.html`))
    throw new CannotStart(EXIT.failed, 'dist/renderer is missing: npm run build');
  return folder;
};
