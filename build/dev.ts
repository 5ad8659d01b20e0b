import { mkdtemp, rm } from 'node:fs/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, type ProxyOptions } from 'vite';
import { startAnnounced, type WorldReady } from './announced.ts';
import { ADMISSION_PATH } from '#shared/ipc/admission.ts';
import { MEDIA_PATH, OUTGOING_PATH } from '#shared/ipc/media.ts';
import { ROOT } from './run-tool.ts';

/**
 * `npm run dev`: the page with hot reload, over a browser host and a living sandbox of their own. The development server passes on
 * what the page asks of the host, under the host's own name; the page is admitted by the host's start key as ever (SE3).
 */
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
  const { host: name, origin, port, hash } = new URL(host.ready.url);
  /** The page's own origin becomes the host's; a foreign one is passed on as it is, and the host refuses it. */
  const translate = (passed: ClientRequest, { headers }: IncomingMessage): void => {
    if (headers.origin === `http://${headers.host ?? ''}`) passed.setHeader('origin', origin);
  };
  const proxied: ProxyOptions = {
    // Node does not know that `*.localhost` is this computer.
    target: `http://127.0.0.1:${port}`,
    headers: { host: name },
    configure: (proxy) => {
      proxy.on('proxyReq', translate);
      proxy.on('proxyReqWs', translate);
    },
  };
  const server = await createServer({
    configFile: path.join(ROOT, 'build/vite.renderer.config.ts'),
    server: {
      host: '127.0.0.1',
      // Pages of other ports get nothing of this one.
      cors: false,
      proxy: {
        [ADMISSION_PATH]: proxied,
        [MEDIA_PATH]: proxied,
        [OUTGOING_PATH]: proxied,
        '/ipc': { ...proxied, ws: true },
      },
    },
  });
  await server.listen();
  console.log(`${server.resolvedUrls?.local[0] ?? ''}${hash}`);
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
