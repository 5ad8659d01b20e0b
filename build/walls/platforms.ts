import { ports, SHARED, type Wall } from './wall.ts';

const CONNECTOR_PORT = 'electron/platforms/connector.ts';

/** An adapter is data and pure functions: of the machinery that drives a page it knows the contract alone. */
const ADAPTER_KIT = [
  'electron/platforms/adapter/adapter.ts',
  'electron/platforms/adapter/codec-kit.ts',
  'electron/platforms/adapter/codec-result.ts',
] as const;

export const PLATFORM_WALLS: readonly Wall[] = [
  {
    path: 'electron/platforms',
    tree: [
      ...ports('clock', 'connectors', 'facts', 'log'),
      'electron/platforms/adapter',
      'electron/platforms/session',
      'electron/platforms/traffic',
      'electron/platforms/connector',
      ...['jd', 'taobao', 'douyin', 'pdd'].map((name) => `electron/platforms/${name}/adapter.ts`),
      ...SHARED,
    ],
    packages: [],
  },
  {
    path: 'electron/platforms/adapter',
    tree: [...ports('connectors', 'facts'), ...SHARED],
    packages: ['zod'],
  },
  {
    path: 'electron/platforms/session',
    tree: [...ports('clock', 'log'), 'electron/platforms/adapter', ...SHARED],
    packages: ['zod', 'node:crypto'],
  },
  {
    path: 'electron/platforms/traffic',
    tree: [
      ...ports('clock', 'connectors', 'facts'),
      'electron/platforms/adapter',
      'electron/platforms/session',
      ...SHARED,
    ],
    packages: ['zod'],
  },
  {
    path: 'electron/platforms/connector',
    tree: [
      ...ports('clock', 'connectors', 'log'),
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
    tree: [...ports('connectors', 'facts'), ...ADAPTER_KIT, ...SHARED],
    // 拼多多's binary socket is compressed.
    packages: name === 'pdd' ? ['zod', 'node:zlib'] : ['zod'],
  })),
];
