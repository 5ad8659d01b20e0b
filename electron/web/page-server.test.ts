import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { connect } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alwaysDirect } from '../network/route.ts';
import { RendererFiles } from '../host/site/renderer-files.ts';
import { openSite } from '../host/site/site.ts';
import { encodePng } from '../../sandbox/media/png.ts';
import { OutgoingFiles } from '../media/outgoing-files.ts';
import { MediaThread } from '../media/media-thread.ts';
import type { PageAdmission } from '#shared/ipc/admission.ts';
import { namesItsOrigin, PageServer, PortBusy } from './http-server.ts';

const lines: string[] = [];
const log = {
  info: () => undefined,
  warn: (event: string, detail?: object) => void lines.push(`${event} ${JSON.stringify(detail)}`),
};
let nowMs = 0;
const parts = { platform: 'linux', clock: { monotonicMs: () => nowMs }, log } as const;

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
  nowMs = 0;
  lines.length = 0;
  server = await PageServer.open(0, parts);
  server.serve(
    openSite({
      files: new RendererFiles(path.join(folder, 'page'), () => ({
        language: 'en',
        theme: 'system',
      })),
      media: new MediaThread({
        routes: alwaysDirect,
        workerUrl: new URL('../media/worker.ts', import.meta.url),
        platforms: null,
        log,
      }),
      outgoing: new OutgoingFiles(folder, () => null),
      log,
      mayWrite: namesItsOrigin,
    }),
  );
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Headers = Readonly<Record<string, string>>;

/** Raw, so that the path is sent as it is written and every header can be forged. `Host` is the run's own if none is given. */
const ask = (
  target: string,
  headers: Headers = {},
  method = 'GET',
  body?: Buffer | string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: server.port,
        path: target,
        headers: { host: server.gate.host, ...headers },
        method,
        agent: false,
      },
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

const own = (): Headers => ({ origin: `http://${server.gate.host}` });
const JSON_TYPE = { 'content-type': 'application/json' };
const keyIn = (address: string): string =>
  new URLSearchParams(new URL(address).hash.slice(1)).get('key') ?? '';
const post = (key: string, headers: Headers = { ...own(), ...JSON_TYPE }): Promise<Answer> =>
  ask('/admission', headers, 'POST', JSON.stringify({ key }));
const admitted = async (): Promise<PageAdmission> =>
  JSON.parse((await post(server.access.issueKey(1_000))).text) as PageAdmission;

describe('the server of the browser host', () => {
  it('[SE3] has a host name of its own for each run, and a start key behind #', async () => {
    const other = await PageServer.open(0, parts);
    expect(server.gate.host).toMatch(/^[0-9a-f]{32}\.localhost:\d+$/u);
    expect(other.gate.host.split(':')[0]).not.toBe(server.gate.host.split(':')[0]);
    await other.close();
    expect(server.addressFor(1_000)).toMatch(
      /^http:\/\/[0-9a-f]{32}\.localhost:\d+\/#key=[\w-]{43}$/u,
    );
  });

  it('[SE3] a start key is good once, and only until its time is over', async () => {
    const key = keyIn(server.addressFor(60_000));
    expect((await post(key)).status).toBe(200);
    expect((await post(key)).status).toBe(403);
    const late = keyIn(server.addressFor(60_000));
    nowMs += 60_000;
    expect((await post(late)).status).toBe(403);
    const printed = keyIn(server.addressFor(600_000));
    nowMs += 599_999;
    expect((await post(printed)).status).toBe(200);
  });

  it('[SE3] a ticket is a start key for a page that is loaded again, good once', async () => {
    const { ticket } = await admitted();
    nowMs += 12 * 3_600_000;
    expect((await post(ticket)).status).toBe(200);
    expect((await post(ticket)).status).toBe(403);
  });

  it('[SE3] gives no cookie: what opens the workbench is in the memory of the page alone', async () => {
    const answer = await post(server.access.issueKey(1_000));
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
    const { token, mediaKey, ticket } = JSON.parse(answer.text) as PageAdmission;
    expect(new Set([token, mediaKey, ticket]).size).toBe(3);
    for (const secret of [token, mediaKey]) expect((await post(secret)).status).toBe(403);
  });

  it('[SE3] a wrong key, form, type or origin opens nothing and uses nothing up', async () => {
    const key = server.access.issueKey(60_000);
    for (const wrong of ['', 'x', key.slice(1), `${key}x`, 'x'.repeat(2_000)]) {
      expect((await post(wrong)).status).toBe(403);
    }
    const refused: Headers[] = [
      JSON_TYPE,
      own(),
      { ...own(), 'content-type': 'text/plain' },
      { ...JSON_TYPE, origin: 'null' },
      { ...JSON_TYPE, origin: 'http://evil.example' },
      { ...JSON_TYPE, origin: `http://127.0.0.1:${server.port}` },
    ];
    for (const headers of refused) expect((await post(key, headers)).status).toBe(403);
    for (const body of ['{', '[]', '{"key":1}', 'x'.repeat(100_000)]) {
      const answer = await ask('/admission', { ...own(), ...JSON_TYPE }, 'POST', body);
      expect(answer.status).toBe(403);
    }
    expect((await ask(`/admission?key=${key}`)).status).toBe(405);
    expect((await post(key)).status).toBe(200);
  });

  it.each(['/', '/assets/main-abc123.js', '/admission', '/media?u=x', '/x'])(
    '[SE3] answers to no other name, not even its own address (DNS rebinding): %s',
    async (target) => {
      const { mediaKey } = await admitted();
      const { port } = server;
      for (const host of [
        `127.0.0.1:${port}`,
        `localhost:${port}`,
        `[::1]:${port}`,
        'evil.example',
        `evil.example:${port}`,
        server.gate.host.split(':')[0] ?? '',
        server.gate.host.replace(/\d+$/u, '1'),
        `x.${server.gate.host}`,
        server.gate.host.replace('.localhost', '.localhost.evil.example'),
      ]) {
        const answer = await ask(`${target}${target.includes('?') ? '&' : '?'}k=${mediaKey}`, {
          host,
        });
        expect(answer.status).toBe(403);
        expect(answer.text).not.toContain('page');
      }
    },
  );

  it('[SE3] another page may lead here and load nothing', async () => {
    const { mediaKey } = await admitted();
    const opening = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await ask('/', opening)).status).toBe(200);
    for (const site of ['cross-site', 'same-site']) {
      const loading = {
        'sec-fetch-site': site,
        'sec-fetch-mode': 'no-cors',
        'sec-fetch-dest': 'script',
      };
      expect((await ask('/', loading)).status).toBe(403);
      expect((await ask('/', { ...opening, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
      expect((await ask('/assets/main-abc123.js', loading)).status).toBe(403);
      expect((await ask(`/media?u=x&k=${mediaKey}`, opening)).status).toBe(403);
    }
    for (const origin of ['null', 'http://evil.example', `${own()['origin']}0`]) {
      expect((await ask('/', { origin })).status).toBe(403);
    }
  });

  it('[SE3] only a Mac answers Safari under the address itself', async () => {
    const mac = await PageServer.open(0, { ...parts, platform: 'darwin' });
    const plain = server;
    server = mac;
    const host = `127.0.0.1:${mac.port}`;
    const version = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15';
    const statusFor = async (agent: string): Promise<number> =>
      (await ask('/', { host, 'user-agent': agent })).status;
    try {
      // No site is served yet: it was let in.
      expect(await statusFor(version)).toBe(503);
      expect(await statusFor(version.replace('Version/26.0', 'Chrome/150.0.0.0'))).toBe(403);
      expect(await statusFor('curl/8')).toBe(403);
      expect(
        (await ask('/', { host: `localhost:${mac.port}`, 'user-agent': version })).status,
      ).toBe(403);
    } finally {
      server = plain;
      await mac.close();
    }
    const here = { host: `127.0.0.1:${server.port}`, 'user-agent': version };
    expect((await ask('/', here)).status).toBe(403);
  });

  it('[SE3] takes a file and shows one only with the media key', async () => {
    const { mediaKey, token } = await admitted();
    const png = encodePng(4, 4, () => [1, 2, 3]);
    const keep = (query: string, headers: Headers) =>
      ask(`/outgoing${query}`, headers, 'POST', png);
    expect((await keep('', own())).status).toBe(403);
    expect((await keep(`?k=${token}`, own())).status).toBe(403);
    expect((await keep(`?k=${mediaKey}`, {})).status).toBe(403);
    expect((await keep(`?k=${mediaKey}`, { origin: 'http://evil.example' })).status).toBe(403);
    const kept = await keep(`?k=${mediaKey}`, own());
    const { value } = JSON.parse(kept.text) as { value: { content: string; type: string } };
    expect(value).toMatchObject({ type: 'image', bytes: png.length });
    const name = value.content.replace('outgoing:', '');
    const shown = await ask(`/outgoing?f=${name}&k=${mediaKey}`);
    expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/png']);
    expect((await ask(`/outgoing?f=${name}`)).status).toBe(403);
    expect((await ask(`/outgoing?f=${name}&k=x`)).status).toBe(403);
    expect((await ask('/media?u=https://example.com/a.png')).status).toBe(403);
    expect((await ask(`/outgoing?f=..%2Foutgoing%2Fx.png&k=${mediaKey}`)).status).toBe(404);
    expect((await ask('/', own(), 'POST', png)).status).toBe(405);
  });

  it('[SE3] writes down what it refused at a bounded rate, and without its secrets', async () => {
    const key = server.access.issueKey(60_000);
    for (let count = 0; count < 50; count += 1) await post(`${key}${count}`);
    expect(lines).toHaveLength(10);
    nowMs += 60_000;
    await post('x');
    expect(lines.slice(10)).toEqual([
      'http.moreRefused {"count":40}',
      'http.refused {"why":"key"}',
    ]);
    expect(lines.join()).not.toContain(key);
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
    const answer = await ask(target);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain('canary');
  });

  it('reads only: every other method is refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask('/', {}, method)).status).toBe(405);
    }
    expect((await ask('/', {}, 'HEAD')).status).toBe(200);
  });

  it('says which port is busy', async () => {
    await expect(PageServer.open(server.port, parts)).rejects.toThrow(PortBusy);
    await expect(PageServer.open(server.port, parts)).rejects.toThrow(`${server.port}`);
  });
});
