import { defineConfig } from 'oxlint';

/**
 * Style and correctness, and the import walls of the tree: each row says what a folder may not import.
 * The compiler holds the other half (one tsconfig a folder: no DOM in electron/, no Node in shared/ and core/).
 * `tests/walls` proves that a broken wall fails.
 */
type Wall = { readonly files: readonly string[]; readonly ban: readonly Ban[] };
type Ban = { readonly regex: string; readonly message: string };

const ban = (regex: string, message: string): Ban => ({ regex, message });

/** `../x/…` at any depth, for the sibling folders of electron/. */
const sibling = (...folders: readonly string[]): string => `^(\\.\\./)+(${folders.join('|')})/`;

const NO_ELECTRON = ban(
  '^electron($|/)',
  'Only electron/desktop and the desktop entries import Electron.',
);
const NO_NODE = ban('^node:', 'This folder is free of Node.');
const NO_PACKAGES = ban('^[a-z@]', 'This folder imports nothing but #shared and itself.');
const NO_TESTING = ban(
  '/(tests|testing)/|^#?sandbox/',
  'The app knows nothing of tests and of the sandbox.',
);
const OUT_OF_TREE = ban(
  '^(\\.\\./)+(shared|electron|renderer|sandbox|tests|build)/',
  'Across top folders only #shared/… may be imported.',
);

const WALLS: readonly Wall[] = [
  {
    files: ['shared/**'],
    ban: [
      NO_NODE,
      OUT_OF_TREE,
      ban(
        '^(electron|react|react-dom|ws|zustand|better-sqlite3)($|/)',
        'shared/ is pure TypeScript.',
      ),
    ],
  },
  {
    files: ['shared/model/**'],
    ban: [
      NO_NODE,
      NO_PACKAGES,
      ban(sibling('protocol', 'ipc', 'sync'), 'shared/model imports nothing.'),
    ],
  },
  {
    files: ['shared/protocol/**'],
    ban: [
      NO_NODE,
      OUT_OF_TREE,
      ban('^(electron|react|ws)($|/)', 'shared/ is pure.'),
      ban(sibling('ipc', 'sync'), 'shared/protocol imports the model only.'),
    ],
  },
  {
    files: ['shared/sync/**'],
    ban: [
      NO_NODE,
      NO_PACKAGES,
      OUT_OF_TREE,
      ban(sibling('protocol', 'ipc'), 'shared/sync imports the model only.'),
    ],
  },
  {
    files: ['electron/**'],
    ban: [NO_ELECTRON, NO_TESTING, OUT_OF_TREE, ban('^react', 'The main process has no React.')],
  },
  {
    files: ['electron/core/**'],
    ban: [
      NO_NODE,
      NO_PACKAGES,
      NO_TESTING,
      OUT_OF_TREE,
      ban(
        sibling('gateway', 'platforms', 'storage', 'ipc', 'desktop', 'web', 'media', 'diagnostics'),
        'The core talks through core/ports.ts.',
      ),
    ],
  },
  ...(['gateway', 'platforms', 'storage', 'ipc'] as const).map((folder): Wall => ({
    files: [`electron/${folder}/**`],
    ban: [
      NO_ELECTRON,
      NO_TESTING,
      OUT_OF_TREE,
      ban(
        sibling(
          ...['gateway', 'platforms', 'storage', 'ipc'].filter((other) => other !== folder),
          'desktop',
          'web',
          'media',
        ),
        'A part of the main process imports core/ports.ts and itself.',
      ),
      ban(
        '^(\\.\\./)+core/(?:[a-oq-z]|p[a-np-z]|po[a-qs-z])',
        'Of the core only core/ports.ts may be imported.',
      ),
    ],
  })),
  {
    files: ['electron/desktop/**', 'electron/main.ts', 'electron/preload.ts'],
    ban: [
      NO_TESTING,
      OUT_OF_TREE,
      ban(sibling('web'), 'The desktop host does not use the browser host.'),
    ],
  },
  {
    files: ['renderer/**'],
    ban: [
      NO_NODE,
      NO_ELECTRON,
      NO_TESTING,
      OUT_OF_TREE,
      ban('^(ws|better-sqlite3)($|/)', 'The renderer is a replica.'),
    ],
  },
  {
    files: ['renderer/features/**'],
    ban: [
      NO_NODE,
      NO_ELECTRON,
      NO_TESTING,
      OUT_OF_TREE,
      ban('^(ws|better-sqlite3)($|/)', 'The renderer is a replica.'),
      ban(
        '^\\.\\./(\\.\\./)*(shops|inbox|status|first-run|settings|conversation|composer|transfer|buyer-panel|alerts)/',
        'A feature never imports another feature; app/ composes.',
      ),
      ban('^(\\.\\./)+app/', 'Features do not know the app that composes them.'),
    ],
  },
  {
    files: ['renderer/{ui,state,bridge,i18n}/**'],
    ban: [
      NO_NODE,
      NO_ELECTRON,
      NO_TESTING,
      OUT_OF_TREE,
      ban('^(\\.\\./)+(features|app)/', 'Lower layers do not import features.'),
    ],
  },
  {
    files: ['sandbox/**'],
    ban: [
      OUT_OF_TREE,
      ban(
        '^(electron|react|better-sqlite3)($|/)',
        'The simulated world shares nothing with the app but #shared.',
      ),
    ],
  },
  // A test may reach wherever what it proves lives.
  {
    files: [
      '**/*.test.ts',
      '**/*.test.tsx',
      '**/*.contract.ts',
      'electron/core/testing/**',
      'tests/**',
      'build/**',
    ],
    ban: [],
  },
];

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'import', 'react', 'promise', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['dist', 'out', 'node_modules', 'tests/walls/fixture'],
  rules: {
    'no-console': 'error',
    'import/no-default-export': 'error',
    'import/no-cycle': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'no-shadow': 'off',
    'no-await-in-loop': 'off',
    'react/react-in-jsx-scope': 'off',
    // An effect may run for a reason that it does not read.
    'react/exhaustive-effect-dependencies': 'off',
    'react/preserve-manual-memoization': 'off',
    'import/no-unassigned-import': ['error', { allow: ['**/*.css'] }],
    // The 抖音 page names its streams `_message$`.
    'no-underscore-dangle': 'off',
    // The compiler's noImplicitReturns knows that an exhaustive switch returns.
    'consistent-return': 'off',
    'promise/always-return': 'off',
    'import/no-named-as-default-member': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/consistent-function-scoping': 'off',
  },
  overrides: [
    ...WALLS.map(({ files, ban: bans }) => ({
      files: [...files],
      rules: {
        'no-restricted-imports': (bans.length === 0
          ? 'off'
          : ['error', { patterns: bans.map((one) => ({ ...one })) }]) as never,
      },
    })),
    {
      files: ['build/**', '*.config.ts', '**/vite.*.ts', 'tests/**'],
      rules: { 'no-console': 'off', 'import/no-default-export': 'off' },
    },
  ],
});
