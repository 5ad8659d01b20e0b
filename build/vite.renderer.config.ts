import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const ROOT = path.resolve(import.meta.dirname, '..');

/** The page of both hosts: renderer/ into dist/renderer. `DUODIAN_RENDERER_OUT` builds it somewhere else. */
export default defineConfig(({ command }) => {
  // A build that a test starts inherits NODE_ENV=test, and would carry React's development half.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: path.join(ROOT, 'renderer'),
    plugins: [react()],
    build: {
      outDir: process.env['DUODIAN_RENDERER_OUT'] ?? path.join(ROOT, 'dist/renderer'),
      emptyOutDir: true,
      // Electron 45 and the browsers of its year; older ones get a page that says so.
      target: 'es2023',
      // Inlined files would be data: addresses, which the page's CSP refuses for scripts and fonts.
      assetsInlineLimit: 0,
      // The preload polyfill is an inline script in older outputs; every browser we serve has the real thing.
      modulePreload: { polyfill: false },
      sourcemap: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2048,
    },
  };
});
