import { PORTS, SHARED, type Wall } from './wall.ts';

/** What a piece of the core may know of the core around it: the state it steps through, never who runs it. */
const CORE_STATE = [
  PORTS,
  'electron/core/step.ts',
  'electron/core/typing-watch.ts',
  'electron/core/working-state.ts',
] as const;

export const CORE_WALLS: readonly Wall[] = [
  { path: PORTS, tree: SHARED, packages: [], isPure: true },
  {
    path: 'electron/core',
    tree: [PORTS, 'electron/core/steps', 'electron/core/handlers', ...SHARED],
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
