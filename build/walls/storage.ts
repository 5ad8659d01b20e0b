import { builtins, ports, SHARED, type Wall } from './wall.ts';

const STORAGE_PARTS = [
  'electron/storage',
  'electron/storage/migrations',
  'electron/storage/repositories',
  'electron/storage/salvage',
  'electron/storage/search',
] as const;

export const STORAGE_WALLS: readonly Wall[] = [
  {
    path: 'electron/storage',
    tree: [...ports('log', 'storage-figures', 'store'), ...STORAGE_PARTS, ...SHARED],
    packages: [
      'better-sqlite3',
      'zod',
      ...builtins('crypto', 'fs', 'os', 'path', 'worker_threads', 'zlib'),
    ],
  },
  // SQL texts: what a migration did once must not change with the code around it.
  { path: 'electron/storage/migrations', tree: [], packages: [] },
  {
    path: 'electron/storage/repositories',
    tree: [...ports('store'), 'electron/storage', ...SHARED],
    packages: ['zod'],
  },
  {
    path: 'electron/storage/search',
    tree: [...ports('log'), 'electron/storage', 'electron/storage/repositories', ...SHARED],
    packages: ['pinyin-pro', ...builtins('fs/promises', 'path')],
  },
  {
    path: 'electron/storage/salvage',
    tree: [...ports('log'), 'electron/storage/backup', ...STORAGE_PARTS, ...SHARED],
    packages: ['better-sqlite3', ...builtins('fs', 'path')],
  },
  {
    path: 'electron/storage/fill',
    tree: [...ports('log', 'store'), 'electron/storage', 'electron/storage/search', ...SHARED],
    packages: builtins('fs', 'worker_threads'),
  },
  {
    path: 'electron/storage/backup',
    tree: [...ports('clock', 'log'), 'electron/storage', 'electron/storage/salvage', ...SHARED],
    packages: ['better-sqlite3', ...builtins('fs', 'os', 'path', 'worker_threads')],
  },
];
