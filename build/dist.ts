import path from 'node:path';
import { ensureRenderer } from './ensure-renderer.ts';
import { ROOT, runProgram, runTool } from './run-tool.ts';

/** `npm run dist [-- --dir]`: builds both halves and packages them for this machine's system. */
const run = async (): Promise<number> => {
  await ensureRenderer();
  const built = await runTool('vite', ['build', '--config', 'build/vite.desktop.config.ts'], {
    quiet: false,
  });
  if (built.code !== 0) return built.code;
  const { code } = await runProgram(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/electron-builder/cli.js'),
      '--config=build/electron-builder.yml',
      '--publish=never',
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
