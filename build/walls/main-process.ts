import { builtins, PAGE_PORT, PORTS, ports, SHARED, type Wall } from './wall.ts';

const TOKEN_PORT = 'electron/gateway/token-vault.ts';

/** How this computer reaches others. */
const NETWORK = 'electron/network';

const HOST_TREE = [
  'electron/host',
  'electron/host/data',
  'electron/host/machine',
  'electron/host/pages',
  'electron/host/site',
] as const;

/** What both hosts' own folders may use. */
const HOST_PARTS = [
  ...ports('clock', 'log'),
  TOKEN_PORT,
  ...HOST_TREE,
  'electron/ipc',
  'electron/media',
  NETWORK,
  ...SHARED,
] as const;

/** What an entry wires: all of the main process but the other host. */
const WIRED = [
  PORTS,
  'electron/alerts',
  'electron/diagnostics',
  'electron/gateway',
  ...HOST_TREE,
  'electron/ipc',
  'electron/lifecycle',
  'electron/managed',
  'electron/media',
  NETWORK,
  'electron/phrase-export',
  'electron/platforms/session',
  // The storage thread begins before all else is loaded.
  'electron/storage/begin-worker.ts',
  'electron/updates',
  'package.json',
  ...SHARED,
] as const;

export const MAIN_PROCESS_WALLS: readonly Wall[] = [
  {
    path: NETWORK,
    tree: SHARED,
    packages: builtins('http', 'https', 'net', 'tls'),
  },
  {
    path: 'electron/gateway',
    tree: [NETWORK, ...ports('clock', 'facts', 'gateway-link', 'log', 'store'), ...SHARED],
    packages: ['ws', ...builtins('buffer', 'crypto', 'dns', 'net')],
  },
  { path: 'electron/ipc', tree: [...ports('clock', 'log', 'publisher'), ...SHARED], packages: [] },
  {
    path: 'electron/media',
    tree: [NETWORK, ...ports('connectors', 'log'), 'electron/host/data/owner-only.ts', ...SHARED],
    packages: builtins(
      'crypto',
      'dns/promises',
      'fs/promises',
      'http',
      'net',
      'path',
      'stream',
      'tls',
      'worker_threads',
    ),
  },
  {
    path: 'electron/diagnostics',
    // Its own version, and the one of SQLite, stand in the file for support.
    tree: [
      ...ports('clock', 'log', 'storage-figures', 'store'),
      TOKEN_PORT,
      'package.json',
      ...SHARED,
    ],
    packages: ['better-sqlite3', ...builtins('crypto', 'fs', 'fs/promises', 'os', 'path')],
  },
  {
    path: 'electron/phrase-export',
    tree: [...ports('clock', 'log'), ...SHARED],
    packages: ['papaparse', 'write-excel-file', ...builtins('fs/promises', 'path')],
  },
  {
    path: 'electron/host',
    tree: [...ports('log'), 'electron/host/data', ...SHARED],
    packages: builtins('path', 'util'),
  },
  {
    path: 'electron/host/data',
    tree: [...ports('log'), TOKEN_PORT, ...SHARED],
    packages: ['better-sqlite3', 'zod', ...builtins('fs', 'fs/promises', 'os', 'path')],
  },
  {
    path: 'electron/host/machine',
    tree: [...ports('clock'), ...SHARED],
    packages: ['uuid', ...builtins('child_process', 'crypto', 'fs/promises', 'os', 'util')],
  },
  { path: 'electron/host/pages', tree: [...ports('log'), ...SHARED], packages: [] },
  {
    path: 'electron/host/site',
    tree: [...ports('log'), 'electron/host', 'electron/media', ...SHARED],
    packages: builtins('child_process', 'fs', 'path', 'stream', 'url'),
  },
  { path: 'electron/alerts', tree: [...ports('clock'), ...SHARED], packages: [], isPure: true },
  {
    path: 'electron/updates',
    tree: [...ports('clock', 'log'), 'electron/host/data/private-file.ts', ...SHARED],
    packages: ['semver', 'zod', ...builtins('crypto', 'fs', 'fs/promises', 'path')],
  },
  {
    path: 'electron/managed',
    tree: ['electron/gateway/address.ts', 'electron/updates/manifest.ts', TOKEN_PORT, ...SHARED],
    packages: ['zod', ...builtins('fs', 'path')],
  },
  {
    path: 'electron/lifecycle',
    tree: [
      PORTS,
      'electron/core/core.ts',
      'electron/core/view.ts',
      'electron/diagnostics',
      'electron/gateway',
      NETWORK,
      ...HOST_TREE,
      'electron/platforms',
      'electron/platforms/session',
      'electron/storage/begin-worker.ts',
      'electron/storage/open-store.ts',
      'electron/storage/backup/backups.ts',
      ...SHARED,
    ],
    packages: ['zod', 'node:fs', 'node:os', 'node:path'],
  },
  {
    path: 'electron/desktop',
    tree: [
      ...HOST_PARTS,
      PAGE_PORT,
      'electron/alerts',
      'electron/managed/managed-settings.ts',
      'electron/platforms/connector/page-cost.ts',
      'electron/updates',
    ],
    packages: [
      'electron',
      'electron-updater',
      'zod',
      ...builtins('crypto', 'fs', 'fs/promises', 'os', 'path', 'stream/promises'),
    ],
  },
  {
    path: 'electron/web',
    tree: HOST_PARTS,
    packages: [
      '@hono/node-server',
      'ws',
      'zod',
      ...builtins(
        'child_process',
        'crypto',
        'fs',
        'http',
        'net',
        'path',
        'readline',
        'stream',
        'url',
      ),
    ],
  },
  {
    path: 'electron/web/chromium',
    tree: [
      ...ports('log'),
      PAGE_PORT,
      ...HOST_TREE,
      'electron/platforms/connector/page-cost.ts',
      ...SHARED,
    ],
    packages: [
      'zod',
      'node:child_process',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:stream',
      'node:timers/promises',
    ],
  },
  { path: 'electron', tree: WIRED, packages: [] },
  {
    path: 'electron/main.ts',
    tree: [...WIRED, 'electron/start.ts', 'electron/desktop'],
    packages: ['electron', 'node:path', 'node:url'],
  },
  {
    path: 'electron/preload.ts',
    tree: ['electron/desktop/channels.ts', ...SHARED],
    packages: ['electron'],
  },
  {
    path: 'electron/serve.ts',
    tree: ['electron/browser-host.ts', 'electron/storage/begin-worker.ts'],
    packages: ['node:module', 'node:url', 'node:v8'],
  },
  {
    path: 'electron/browser-host.ts',
    tree: [...WIRED, 'electron/start.ts', 'electron/web', 'electron/web/chromium'],
    packages: [],
  },
];
