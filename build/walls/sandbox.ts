import { SHARED, type Wall } from './wall.ts';

/** What every part of the sandbox may use of its ground floor. */
const SANDBOX_GROUND = ['sandbox/ledger.ts', 'sandbox/seeded.ts', 'sandbox/long-ids.ts'] as const;
const SANDBOX_WEB = ['zod', 'ws', 'node:*'] as const;

const SIMULATED = ['jd', 'taobao', 'douyin', 'pdd'].map((name) => `sandbox/platforms/${name}`);

export const SANDBOX_WALLS: readonly Wall[] = [
  { path: 'sandbox/media', tree: SHARED, packages: ['node:crypto', 'node:zlib'] },
  { path: 'sandbox/http', tree: [], packages: ['zod', 'node:http'] },
  {
    path: 'sandbox/pages',
    tree: ['sandbox/http', 'sandbox/media', ...SHARED],
    packages: ['node:fs', 'node:http'],
  },
  { path: 'sandbox/gateway', tree: [...SANDBOX_GROUND, ...SHARED], packages: SANDBOX_WEB },
  {
    path: 'sandbox/platforms',
    tree: [
      ...SANDBOX_GROUND,
      'sandbox/http',
      'sandbox/media',
      'sandbox/platforms/site',
      ...SIMULATED,
      ...SHARED,
    ],
    packages: SANDBOX_WEB,
  },
  {
    path: 'sandbox/platforms/site',
    tree: ['sandbox/http', 'sandbox/platforms', ...SHARED],
    packages: SANDBOX_WEB,
  },
  ...SIMULATED.map((path): Wall => ({
    path,
    tree: ['sandbox/http', 'sandbox/platforms', 'sandbox/platforms/site', ...SHARED],
    packages: SANDBOX_WEB,
  })),
  // The scripts that run inside the simulated merchant pages.
  ...[...SIMULATED, 'sandbox/platforms/site'].map((path): Wall => ({
    path: `${path}/page`,
    tree: [],
    packages: [],
  })),
  {
    path: 'sandbox/buyers',
    tree: [...SANDBOX_GROUND, 'sandbox/media', 'sandbox/platforms', ...SHARED],
    packages: [],
  },
  {
    path: 'sandbox/control',
    tree: [...SANDBOX_GROUND, 'sandbox/http', 'sandbox/gateway', 'sandbox/platforms', ...SHARED],
    packages: ['zod', 'node:http'],
  },
  {
    path: 'sandbox/past',
    tree: [
      'sandbox/seeded.ts',
      'sandbox/demo-shops.ts',
      'sandbox/buyers',
      'sandbox/media',
      'sandbox/platforms/avatars.ts',
      ...SHARED,
    ],
    packages: [],
    isPure: true,
  },
  {
    path: 'sandbox',
    tree: [
      ...['buyers', 'control', 'http', 'gateway', 'media', 'pages', 'platforms'].map(
        (name) => `sandbox/${name}`,
      ),
      ...SHARED,
    ],
    packages: ['node:*'],
  },
];
