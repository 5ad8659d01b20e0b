import { CORE_WALLS } from './core.ts';
import { MAIN_PROCESS_WALLS } from './main-process.ts';
import { PLATFORM_WALLS } from './platforms.ts';
import { RENDERER_WALLS } from './renderer.ts';
import { SANDBOX_WALLS } from './sandbox.ts';
import { STORAGE_WALLS } from './storage.ts';
import { ports, type Wall } from './wall.ts';

const SHARED_WALLS: readonly Wall[] = [
  { path: 'shared/async', tree: [], packages: [], isPure: true },
  { path: 'shared/model', tree: [], packages: [], isPure: true },
  { path: 'shared/protocol', tree: ['shared/model'], packages: ['zod'], isPure: true },
  { path: 'shared/sync', tree: ['shared/model'], packages: [], isPure: true },
  {
    path: 'shared/ipc',
    tree: ['shared/model', 'shared/protocol', 'shared/sync'],
    packages: ['zod'],
    isPure: true,
  },
];

/** Every folder with product code, and the programs that build it. */
export const WALLS: readonly Wall[] = [
  ...SHARED_WALLS,
  ...CORE_WALLS,
  ...PLATFORM_WALLS,
  ...STORAGE_WALLS,
  ...MAIN_PROCESS_WALLS,
  ...RENDERER_WALLS,
  ...SANDBOX_WALLS,
  { path: 'build/walls', tree: [], packages: [] },
  {
    path: 'build',
    tree: [
      'build/walls',
      // Whether this machine has a browser and a screen is answered once, by the browser host.
      'electron/web/chromium/find-chromium.ts',
      'electron/web/open-browser.ts',
      // A past is invented by the sandbox and kept by the app's own storage.
      ...ports('log', 'store'),
      'electron/host/cannot-start.ts',
      'electron/host/data',
      'electron/storage/fill/fill.ts',
      // A feed is signed as the program will read it.
      'electron/updates/manifest.ts',
      'electron/updates/trusted-keys.ts',
      'package.json',
      'sandbox/demo-shops.ts',
      'sandbox/past',
      // The paths that the development server passes on.
      'shared/ipc',
      'shared/model',
      // The promises' figures are measured by the tests and printed by the build.
      'tests/faults/figures.ts',
      'tests/faults/scale.ts',
    ],
    packages: ['vite', 'vitest', '@resvg/resvg-wasm', '@vitejs/plugin-react', 'node:*'],
  },
];
