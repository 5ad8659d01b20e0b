import path from 'node:path';
import { defineConfig } from 'vite';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUTPUT = process.env['DUODIAN_DESKTOP_OUT'] ?? path.join(ROOT, 'dist/desktop');

/**
 * The main process of the desktop host, into dist/desktop (`DUODIAN_DESKTOP_OUT` builds it somewhere else): `main.js` and the workers as modules, `preload.cjs` as
 * CommonJS, because a sandboxed preload can be nothing else. Electron and the native module stay outside; all else is
 * bundled, so that the package ships without node_modules but for that one.
 */
export default defineConfig({
  root: ROOT,
  // The pictures of window and tray, copied as they are beside `main.js` by the environment that empties the folder.
  publicDir: path.join(ROOT, 'electron/desktop/public'),
  logLevel: 'warn',
  // With it, one `vite build` builds both environments.
  builder: {
    buildApp: async (builder) => {
      for (const environment of Object.values(builder.environments)) {
        if (environment.name !== 'client') await builder.build(environment);
      }
    },
  },
  environments: {
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', 'better-sqlite3'] },
      build: {
        outDir: OUTPUT,
        emptyOutDir: true,
        copyPublicDir: true,
        target: 'node24',
        minify: false,
        rolldownOptions: {
          input: {
            main: path.join(ROOT, 'electron/main.ts'),
            'storage-worker': path.join(ROOT, 'electron/storage/worker.ts'),
            'media-worker': path.join(ROOT, 'electron/media/worker.ts'),
            'backup-worker': path.join(ROOT, 'electron/storage/backup/backup-worker.ts'),
          },
          platform: 'node',
          external: ['electron', 'better-sqlite3', /^node:/u],
          output: {
            format: 'esm',
            entryFileNames: '[name].js',
            chunkFileNames: '[name]-[hash].js',
          },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: OUTPUT,
        emptyOutDir: false,
        copyPublicDir: false,
        target: 'node24',
        minify: false,
        rolldownOptions: {
          input: { preload: path.join(ROOT, 'electron/preload.ts') },
          platform: 'node',
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
});
