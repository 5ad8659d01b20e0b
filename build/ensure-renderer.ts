import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './built-folder.ts';

/** dist/renderer, the page of both hosts. Rejects with what the build said. */
export const ensureRenderer = (): Promise<void> =>
  ensureBuilt({
    name: 'renderer',
    sourceFolders: ['renderer', 'shared'],
    sourceFiles: ['package-lock.json', 'build/vite.renderer.config.ts'],
    config: 'build/vite.renderer.config.ts',
    outVariable: 'DUODIAN_RENDERER_OUT',
    title: 'the page',
  });

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await ensureRenderer();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
