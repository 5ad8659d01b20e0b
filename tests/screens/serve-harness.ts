import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** What the host answers for a file that it kept. */
const STAGED = {
  ok: true,
  value: { content: `outgoing:${'a'.repeat(64)}.png`, type: 'image', bytes: 3 },
};

/** Stands for whatever a buyer photographs. */
const PHOTO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="208"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#b98b5e"/><stop offset="1" stop-color="#6d4a2f"/></linearGradient></defs><rect width="300" height="208" fill="url(#g)"/></svg>';

/** A test runner asks for React's slow build for development; the build reads the wish from the environment alone. */
const asProduction = (): (() => void) => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  return () => {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  };
};

type Served = { readonly url: string; close(): void };

/** The harness of this folder. */
export const serveHarness = (): Promise<Served> =>
  servePages(fileURLToPath(new URL('.', import.meta.url)));

/** The pages of a folder, built into a temporary one and served on a free port of this computer. */
export const servePages = async (
  root: string,
  pages: readonly string[] = ['index.html'],
): Promise<Served> => {
  const outDir = mkdtempSync(join(tmpdir(), 'duodian-screens-'));
  const restore = asProduction();
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'esnext',
      chunkSizeWarningLimit: 2_000,
      rolldownOptions: { input: pages.map((page) => join(root, page)) },
    },
  });
  restore();
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (path === '/outgoing' && request.method === 'POST') {
      response.setHeader('content-type', 'application/json');
      request.resume().on('end', () => response.end(JSON.stringify(STAGED)));
      return;
    }
    if (path === '/media' || path === '/outgoing') {
      response.setHeader('content-type', 'image/svg+xml');
      response.end(PHOTO);
      return;
    }
    const file = join(outDir, path === '/' ? 'index.html' : path);
    try {
      const content = readFileSync(file);
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      // Built files carry their hash in their name. From its cache the browser takes the compiled script as well.
      if (path.startsWith('/assets/')) response.setHeader('cache-control', 'max-age=3600');
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
};
