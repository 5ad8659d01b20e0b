/**
 * The import walls: what each folder may import. Whatever is not named here fails in `npm run check`; `tests/walls`
 * proves it for every pair of folders. A folder may always import itself; the files with an entry
 * of their own are programs that start, so only who names such a file may import it.
 */
export type Wall = {
  /** A folder or a single file from the root; of two that hold a file the longer one counts. */
  readonly path: string;
  /** Folders without the folders inside them, and single files. */
  readonly tree: readonly string[];
  /** Packages with all their subpaths, and builtins by their full name; `node:*` is every builtin. */
  readonly packages: readonly string[];
  /** Time and randomness are handed in: `Date.now`, `performance.now`, `Math.random` and `new Date()` fail. */
  readonly isPure?: true;
};

const builtins = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `node:${name}`);

const CORE_PORTS = 'electron/core/ports';
const CONNECTOR_PORT = 'electron/platforms/connector.ts';
const TOKEN_PORT = 'electron/gateway/token-vault.ts';
const PAGE_PORT = 'electron/platforms/session/page-session.ts';

const SHARED = [
  'shared/async',
  'shared/model',
  'shared/protocol',
  'shared/ipc',
  'shared/sync',
] as const;

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

/** What a piece of the core may know of the core around it: the state it steps through, never who runs it. */
const CORE_STATE = [
  CORE_PORTS,
  'electron/core/step.ts',
  'electron/core/typing-watch.ts',
  'electron/core/working-state.ts',
] as const;

const CORE_WALLS: readonly Wall[] = [
  { path: CORE_PORTS, tree: SHARED, packages: [], isPure: true },
  {
    path: 'electron/core',
    tree: [CORE_PORTS, 'electron/core/steps', 'electron/core/handlers', ...SHARED],
    packages: [],
    isPure: true,
  },
  {
    path: 'electron/core/steps',
    tree: [...CORE_STATE, 'electron/core/fingerprint.ts', 'electron/core/send-part.ts', ...SHARED],
    packages: [],
    isPure: true,
  },
  {
    path: 'electron/core/handlers',
    tree: [
      ...CORE_STATE,
      'electron/core/committed.ts',
      'electron/core/effect-runner.ts',
      'electron/core/input-queue.ts',
      'electron/core/storage-watch.ts',
      'electron/core/transfer-runner.ts',
      'electron/core/steps',
      ...SHARED,
    ],
    packages: [],
    isPure: true,
  },
];

/** An adapter is data and pure functions: of the machinery that drives a page it knows the contract alone. */
const ADAPTER_KIT = [
  'electron/platforms/adapter/adapter.ts',
  'electron/platforms/adapter/codec-kit.ts',
  'electron/platforms/adapter/codec-result.ts',
] as const;

const PLATFORM_WALLS: readonly Wall[] = [
  {
    path: 'electron/platforms',
    tree: [
      CORE_PORTS,
      'electron/platforms/adapter',
      'electron/platforms/session',
      'electron/platforms/traffic',
      'electron/platforms/connector',
      ...['jd', 'taobao', 'douyin', 'pdd'].map((name) => `electron/platforms/${name}/adapter.ts`),
      ...SHARED,
    ],
    packages: [],
  },
  { path: 'electron/platforms/adapter', tree: [CORE_PORTS, ...SHARED], packages: ['zod'] },
  {
    path: 'electron/platforms/session',
    tree: [CORE_PORTS, 'electron/platforms/adapter', ...SHARED],
    packages: ['zod', 'node:crypto'],
  },
  {
    path: 'electron/platforms/traffic',
    tree: [CORE_PORTS, 'electron/platforms/adapter', 'electron/platforms/session', ...SHARED],
    packages: ['zod'],
  },
  {
    path: 'electron/platforms/connector',
    tree: [
      CORE_PORTS,
      CONNECTOR_PORT,
      'electron/platforms/adapter',
      'electron/platforms/session',
      'electron/platforms/traffic',
      ...SHARED,
    ],
    packages: ['zod', 'node:crypto'],
  },
  ...(['jd', 'taobao', 'douyin', 'pdd'] as const).map((name): Wall => ({
    path: `electron/platforms/${name}`,
    tree: [CORE_PORTS, ...ADAPTER_KIT, ...SHARED],
    // 拼多多's binary socket is compressed.
    packages: name === 'pdd' ? ['zod', 'node:zlib'] : ['zod'],
  })),
];

const STORAGE_PARTS = [
  'electron/storage',
  'electron/storage/migrations',
  'electron/storage/repositories',
  'electron/storage/salvage',
  'electron/storage/search',
] as const;

const STORAGE_WALLS: readonly Wall[] = [
  {
    path: 'electron/storage',
    tree: [CORE_PORTS, ...STORAGE_PARTS, ...SHARED],
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
    tree: [CORE_PORTS, 'electron/storage', ...SHARED],
    packages: ['zod'],
  },
  {
    path: 'electron/storage/search',
    tree: [CORE_PORTS, 'electron/storage', 'electron/storage/repositories', ...SHARED],
    packages: ['pinyin-pro', ...builtins('fs/promises', 'path')],
  },
  {
    path: 'electron/storage/salvage',
    tree: [CORE_PORTS, 'electron/storage/backup', ...STORAGE_PARTS, ...SHARED],
    packages: ['better-sqlite3', ...builtins('fs', 'path')],
  },
  {
    path: 'electron/storage/backup',
    tree: [CORE_PORTS, 'electron/storage', 'electron/storage/salvage', ...SHARED],
    packages: ['better-sqlite3', ...builtins('fs', 'path', 'worker_threads')],
  },
];

const HOST_TREE = [
  'electron/host',
  'electron/host/data',
  'electron/host/machine',
  'electron/host/pages',
  'electron/host/site',
] as const;

/** What both hosts' own folders may use. */
const HOST_PARTS = [
  CORE_PORTS,
  TOKEN_PORT,
  ...HOST_TREE,
  'electron/ipc',
  'electron/media',
  ...SHARED,
] as const;

/** What an entry wires: all of the main process but the other host. */
const WIRED = [
  CORE_PORTS,
  'electron/diagnostics',
  'electron/gateway',
  ...HOST_TREE,
  'electron/ipc',
  'electron/lifecycle',
  'electron/media',
  'electron/platforms/session',
  ...SHARED,
] as const;

const MAIN_PROCESS_WALLS: readonly Wall[] = [
  ...CORE_WALLS,
  ...PLATFORM_WALLS,
  ...STORAGE_WALLS,
  {
    path: 'electron/gateway',
    tree: [CORE_PORTS, ...SHARED],
    packages: ['ws', 'node:buffer', 'node:crypto'],
  },
  { path: 'electron/ipc', tree: [CORE_PORTS, ...SHARED], packages: [] },
  {
    path: 'electron/media',
    tree: [CORE_PORTS, 'electron/host/data/owner-only.ts', ...SHARED],
    packages: builtins(
      'crypto',
      'dns/promises',
      'fs/promises',
      'http',
      'https',
      'net',
      'path',
      'stream',
    ),
  },
  {
    path: 'electron/diagnostics',
    // Its own version, and the one of SQLite, stand in the file for support.
    tree: [CORE_PORTS, TOKEN_PORT, 'package.json', ...SHARED],
    packages: ['better-sqlite3', ...builtins('crypto', 'fs', 'fs/promises', 'os', 'path')],
  },
  {
    path: 'electron/host',
    tree: [CORE_PORTS, 'electron/host/data', ...SHARED],
    packages: builtins('path', 'util'),
  },
  {
    path: 'electron/host/data',
    tree: [CORE_PORTS, TOKEN_PORT, ...SHARED],
    packages: ['better-sqlite3', 'zod', ...builtins('fs', 'fs/promises', 'os', 'path')],
  },
  {
    path: 'electron/host/machine',
    tree: [CORE_PORTS, ...SHARED],
    packages: ['uuid', ...builtins('child_process', 'crypto', 'fs/promises', 'os', 'util')],
  },
  { path: 'electron/host/pages', tree: [CORE_PORTS, ...SHARED], packages: [] },
  {
    path: 'electron/host/site',
    tree: [CORE_PORTS, 'electron/host', 'electron/media', ...SHARED],
    packages: builtins('child_process', 'fs', 'path', 'stream', 'url'),
  },
  {
    path: 'electron/lifecycle',
    tree: [
      CORE_PORTS,
      'electron/core/core.ts',
      'electron/core/view.ts',
      'electron/diagnostics',
      'electron/gateway',
      ...HOST_TREE,
      'electron/platforms',
      'electron/platforms/session',
      'electron/storage/open-store.ts',
      'electron/storage/backup/backups.ts',
      ...SHARED,
    ],
    packages: ['zod', 'node:fs', 'node:os', 'node:path'],
  },
  {
    path: 'electron/desktop',
    tree: [...HOST_PARTS, PAGE_PORT, 'electron/platforms/connector/page-cost.ts'],
    packages: ['electron', 'zod', ...builtins('crypto', 'fs', 'fs/promises', 'path')],
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
      CORE_PORTS,
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
    tree: [...WIRED, 'electron/start.ts', 'electron/web', 'electron/web/chromium'],
    packages: [],
  },
];

const REACT = ['react', 'react-i18next', 'react-aria-components', 'lucide-react', 'i18next'];

const REQUIRED_CONTEXT = 'renderer/ui/required-context.ts';

const STATE = ['', '/replica', '/timeline', '/compose', '/shops'].map(
  (folder) => `renderer/state${folder}`,
);

/** What stands below the features, from the ground up: each layer knows those before it. */
const BELOW_FEATURES = [
  ...SHARED,
  'renderer/i18n',
  'renderer/ui',
  'renderer/ui/content',
  'renderer/bridge',
  ...STATE,
] as const;

const FEATURES = [
  'alerts',
  'buyer-panel',
  'composer',
  'conversation',
  'first-run',
  'inbox',
  'settings',
  'shops',
  'status',
  'transfer',
].map((name) => `renderer/features/${name}`);

/** What one feature needs beyond React. */
const FEATURE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'renderer/features/inbox': ['@tanstack/react-virtual'],
  'renderer/features/composer': ['uuid'],
};

const RENDERER_WALLS: readonly Wall[] = [
  { path: 'renderer', tree: [], packages: [] },
  { path: 'renderer/i18n', tree: SHARED, packages: ['react', 'react-i18next', 'i18next'] },
  {
    path: 'renderer/ui',
    tree: [...SHARED, 'renderer/i18n', 'renderer/ui/content'],
    packages: REACT,
  },
  {
    path: 'renderer/ui/content',
    tree: [...SHARED, 'renderer/i18n', 'renderer/ui'],
    packages: REACT,
  },
  {
    path: 'renderer/bridge',
    // A refused call is told to the agent, in words.
    tree: [...SHARED, 'renderer/i18n/error-text.ts', 'renderer/ui/Toasts.tsx', REQUIRED_CONTEXT],
    packages: ['react', 'zod'],
  },
  ...STATE.map((path): Wall => ({
    path,
    // The button of a shop's remedy, which five features share.
    tree: [...SHARED, 'renderer/bridge', 'renderer/ui/Button.tsx', REQUIRED_CONTEXT, ...STATE],
    packages: ['react', 'react-i18next', 'uuid', 'zustand'],
  })),
  ...FEATURES.map((path): Wall => ({
    path,
    tree: BELOW_FEATURES,
    packages: [...REACT, ...(FEATURE_PACKAGES[path] ?? [])],
  })),
  {
    path: 'renderer/app',
    tree: [...BELOW_FEATURES, ...FEATURES],
    packages: [...REACT, 'react-dom', 'zustand'],
  },
];

/** What every part of the sandbox may use of its ground floor. */
const SANDBOX_GROUND = ['sandbox/ledger.ts', 'sandbox/seeded.ts', 'sandbox/long-ids.ts'] as const;
const SANDBOX_WEB = ['zod', 'ws', 'node:*'] as const;

const SIMULATED = ['jd', 'taobao', 'douyin', 'pdd'].map((name) => `sandbox/platforms/${name}`);

const SANDBOX_WALLS: readonly Wall[] = [
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

/** Every folder with product code, and the programs that build it. */
export const WALLS: readonly Wall[] = [
  ...SHARED_WALLS,
  ...MAIN_PROCESS_WALLS,
  ...RENDERER_WALLS,
  ...SANDBOX_WALLS,
  {
    path: 'build',
    tree: [
      // Whether this machine has a browser and a screen is answered once, by the browser host.
      'electron/web/chromium/find-chromium.ts',
      'electron/web/open-browser.ts',
      // A past is invented by the sandbox and kept by the app's own storage.
      CORE_PORTS,
      'electron/host/cannot-start.ts',
      'electron/host/data',
      'electron/storage/fill.ts',
      'sandbox/demo-shops.ts',
      'sandbox/past',
      // The paths that the development server passes on.
      'shared/ipc',
      'shared/model',
      // The promises' figures are measured by the tests and printed by the build.
      'tests/faults/figures.ts',
      'tests/faults/scale.ts',
    ],
    packages: ['vite', 'vitest', '@vitejs/plugin-react', 'node:*'],
  },
];

/**
 * Tests, what only they use, and the recorded messages beside an adapter reach wherever that lives which they prove.
 * Product files may not import them.
 */
export const isTestFile = (file: string): boolean =>
  file.startsWith('tests/') ||
  /\.(test|contract|bench)\.tsx?$/u.test(file) ||
  /\/(testing|contract|fixtures)\//u.test(file);
