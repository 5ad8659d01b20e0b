import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RendererFiles } from '../host/site/renderer-files.ts';
import { openSite } from '../host/site/site.ts';
import { OutgoingFiles } from '../media/outgoing-files.ts';
import { MediaFetcher } from '../media/fetcher.ts';
import { namesItsOrigin, PageServer, PortBusy } from './http-server.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

let folder = '';
let server: PageServer;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'duodian-page-'));
  mkdirSync(path.join(folder, 'page/assets'), { recursive: true });
  writeFileSync(path.join(folder, 'page/index.html'), '<!doctype html><html lang="zh-CN"><p>page');
  writeFileSync(path.join(folder, 'page/assets/main-abc123.js'), 'export {};');
  writeFileSync(path.join(folder, 'page/.sources'), 'hash');
  writeFileSync(path.join(folder, 'secret.txt'), 'canary');
  writeFileSync(path.join(folder, 'secret.js'), 'canary');
  server = await PageServer.open(0, SILENT);
  server.serve(
    openSite({
      files: new RendererFiles(path.join(folder, 'page'), 'en'),
      media: new MediaFetcher({ allowed: null, log: SILENT }),
      outgoing: new OutgoingFiles(folder),
      log: SILENT,
      mayWrite: namesItsOrigin,
    }),
  );
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Raw, so that the path is sent as it is written and every header can be forged. */
const get = (
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: Buffer,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port: server.port, path: target, headers, method, agent: false },
      (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => (text += bytes.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });

const session = async (): Promise<Record<string, string>> => {
  const { headers } = await get(`/?key=${server.gate.key}`);
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
};

describe('the server of the browser host', () => {
  it('[SE3] exchanges the key for a strict cookie and takes it out of the address', async () => {
    const answer = await get(`/?key=${server.gate.key}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    const cookie = answer.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    expect(cookie).not.toContain(server.gate.key);
    expect((await get('/', await session())).text).toContain('<p>page');
  });

  it.each([
    '/',
    '/index.html',
    '/assets/main-abc123.js',
    '/media?u=https://example.com/a.png',
    '/x',
  ])('[SE3] serves nothing without the session: %s', async (target) => {
    const port = server.port;
    const attempts: Record<string, string>[] = [
      {},
      { cookie: `duodian-${port}=` },
      { cookie: `duodian-${port}=${server.gate.key}` },
      { cookie: `other=${(await session())['cookie']?.split('=')[1]}` },
    ];
    for (const headers of attempts) {
      const answer = await get(target, headers);
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain('page');
    }
  });

  it('[SE3] a wrong key opens nothing', async () => {
    for (const key of ['', 'x', server.gate.key.slice(1), `${server.gate.key}x`]) {
      const answer = await get(`/?key=${key}`);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('[SE3] another Host is refused even with key and cookie (DNS rebinding)', async () => {
    const cookie = await session();
    for (const host of [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1',
      `127.0.0.1:${server.port + 1}`,
      `127.0.0.1.evil.example:${server.port}`,
    ]) {
      expect((await get('/', { ...cookie, host })).status).toBe(403);
      expect((await get(`/?key=${server.gate.key}`, { host })).status).toBe(403);
    }
    expect((await get('/', { ...cookie, host: `localhost:${server.port}` })).status).toBe(200);
  });

  it('[SE3] another Origin or a cross-site request is refused even with the cookie', async () => {
    const cookie = await session();
    const own = `http://127.0.0.1:${server.port}`;
    for (const origin of ['null', 'http://evil.example', `${own}0`, own.replace('http', 'https')]) {
      expect((await get('/', { ...cookie, origin })).status).toBe(403);
    }
    expect((await get('/', { ...cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get('/', { ...cookie, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await get('/', { ...cookie, origin: own })).status).toBe(200);
  });

  it('[SE3] takes a file from its own page alone, and shows it to that page', async () => {
    const cookie = await session();
    const origin = `http://127.0.0.1:${server.port}`;
    const png = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');
    const keep = (headers: Record<string, string>) => get('/outgoing', headers, 'POST', png);
    expect((await keep({ origin })).status).toBe(403);
    expect((await keep(cookie)).status).toBe(403);
    expect((await keep({ ...cookie, origin: 'http://evil.example' })).status).toBe(403);
    const kept = await keep({ ...cookie, origin });
    const { value } = JSON.parse(kept.text) as { value: { content: string; type: string } };
    expect(value).toMatchObject({ type: 'image', bytes: png.length });
    const name = value.content.replace('outgoing:', '');
    const shown = await get(`/outgoing?f=${name}`, cookie);
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await get(`/outgoing?f=${name}`)).status).toBe(403);
    expect((await get('/outgoing?f=..%2Foutgoing%2Fx.png', cookie)).status).toBe(404);
    expect((await get('/', { ...cookie, origin }, 'POST', png)).status).toBe(405);
  });

  it('[SE3] listens on 127.0.0.1 only', async () => {
    expect(server.server.address()).toMatchObject({ address: '127.0.0.1' });
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((entry) => entry !== undefined && !entry.internal && entry.family === 'IPv4');
    if (outside === undefined) return;
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(server.port, outside.address);
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    expect(reached).toBe(false);
  });

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/../../secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/..\\secret.js',
    '//secret.js',
    '/assets',
    '/.sources',
    '/%00',
  ])('no spelling of a path leads out of the page: %s', async (target) => {
    const answer = await get(target, await session());
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('canary');
  });

  it('reads only: every other method is refused', async () => {
    const cookie = await session();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('/', cookie, method)).status).toBe(405);
    }
    expect((await get('/', cookie, 'HEAD')).status).toBe(200);
  });

  it('says which port is busy', async () => {
    await expect(PageServer.open(server.port, SILENT)).rejects.toThrow(PortBusy);
    await expect(PageServer.open(server.port, SILENT)).rejects.toThrow(`${server.port}`);
  });
});
