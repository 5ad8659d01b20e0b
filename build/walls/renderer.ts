import { SHARED, type Wall } from './wall.ts';

const REACT = ['react', 'react-aria-components', 'lucide-react', 'i18next'];

const REQUIRED_CONTEXT = 'renderer/ui/required-context.ts';

const STATE = ['', '/replica', '/timeline', '/compose', '/commands', '/phrases', '/shops'].map(
  (folder) => `renderer/state${folder}`,
);

/** What one part of the state needs beyond the others. */
const STATE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'renderer/state/phrases': ['pinyin-pro'],
};

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
  'help',
  'inbox',
  'phrases',
  'settings',
  'shops',
  'status',
  'transfer',
].map((name) => `renderer/features/${name}`);

/** What one feature needs beyond React. */
const FEATURE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'renderer/features/inbox': ['@tanstack/react-virtual'],
  'renderer/features/composer': ['uuid'],
  'renderer/features/phrases': [
    '@tanstack/react-virtual',
    'fflate',
    'papaparse',
    'read-excel-file',
    'uuid',
  ],
};

export const RENDERER_WALLS: readonly Wall[] = [
  { path: 'renderer', tree: [], packages: [] },
  {
    path: 'renderer/i18n',
    // Words of a shop's state carry foreign names.
    tree: [...SHARED, REQUIRED_CONTEXT, 'renderer/ui/plain-text.ts'],
    packages: ['react', 'i18next'],
  },
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
    tree: [
      ...SHARED,
      'renderer/bridge',
      'renderer/i18n/use-translation.tsx',
      'renderer/ui/Button.tsx',
      // What was done to a conversation, and the way back.
      'renderer/ui/Toasts.tsx',
      REQUIRED_CONTEXT,
      ...STATE,
    ],
    packages: ['react', 'uuid', 'zustand', ...(STATE_PACKAGES[path] ?? [])],
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
