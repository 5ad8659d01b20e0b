import { ensureBuilt } from './built-folder.ts';

/** dist/desktop, the main process of the desktop host. Rejects with what the build said. */
export const ensureDesktop = (): Promise<void> =>
  ensureBuilt({
    name: 'desktop',
    sourceFolders: ['electron', 'shared'],
    sourceFiles: ['package.json', 'package-lock.json', 'build/vite.desktop.config.ts'],
    config: 'build/vite.desktop.config.ts',
    outVariable: 'DUODIAN_DESKTOP_OUT',
    title: 'the desktop host',
  });
