import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from 'vite';
import { startAnnounced, type WorldReady } from './announced.ts';
import { ROOT } from './run-tool.ts';

/**
 * `npm run dev`: the page with hot reload, over a browser host and a living sandbox of their own. The development server
 * holds the session and passes `/ipc` and `/media` on, so it must only ever stand before a sandbox: it has no key itself.
 */
const sessionOf = async (url: string): Promise<string> => {
  const answer = await fetch(url, { redirect: 'manual' });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
};

const run = async (): Promise<void> => {
  const data = await mkdtemp(path.join(tmpdir(), 'duodian-dev-'));
  const world = await startAnnounced<WorldReady>('sandbox/main.ts', ['--port', '0']);
  const host = await startAnnounced<{ readonly url: string }>(
    'electron/serve.ts',
    [
      `--gateway=${world.ready.gateway}`,
      `--platforms=${world.ready.platforms}`,
      `--data=${data}`,
      '--headless-pages',
      '--no-open',
    ],
    // Not served, the development server has its own: any page that is there will do.
    { DUODIAN_TOKEN: world.ready.token, DUODIAN_RENDERER: path.join(ROOT, 'renderer') },
  );
  const target = new URL(host.ready.url).origin;
  const headers = { cookie: await sessionOf(host.ready.url), origin: target };
  const server = await createServer({
    configFile: path.join(ROOT, 'build/vite.renderer.config.ts'),
    server: {
      host: '127.0.0.1',
      open: !process.argv.includes('--no-open'),
      proxy: {
        '/ipc': { target, ws: true, changeOrigin: true, headers },
        '/media': { target, changeOrigin: true, headers },
      },
    },
  });
  await server.listen();
  server.printUrls();
  let isEnding = false;
  const end = async (): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    await server.close();
    await host.stop();
    await world.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
};

try {
  await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
