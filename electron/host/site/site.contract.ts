import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alwaysDirect } from '../../network/route.ts';
import { MediaThread } from '../../media/media-thread.ts';
import { OutgoingFiles } from '../../media/outgoing-files.ts';
import { RendererFiles } from './renderer-files.ts';
import { savingCases } from './saving.contract.ts';
import { type Kept, MP4, PNG, type SiteHost, type World } from './testing/site-world.ts';
import type { SiteParts } from './site.ts';

const MIB = 1024 * 1024;
/** A thread that starts on a busy machine takes its time. */
const SOON = { timeout: 15_000 };
const SILENT = { info: () => undefined, warn: () => undefined };
/** One suite for the site as each host carries it. */
export const siteContract = (
  name: string,
  openHost: (parts: Omit<SiteParts, 'mayWrite'>) => Promise<SiteHost>,
): void => {
  let folder = '';
  let server: Server;
  let host: SiteHost;
  let world: World;
  let media: MediaThread;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-site-'));
    const page = path.join(folder, 'page');
    mkdirSync(path.join(page, 'assets'), { recursive: true });
    writeFileSync(path.join(page, 'index.html'), '<!doctype html><html lang="zh-CN"><p>page');
    writeFileSync(path.join(page, 'assets/main-abc123.js'), 'export {};');
    writeFileSync(path.join(folder, 'secret.js'), 'canary');
    const source: World['source'] = { answer: (_request, response) => response.end(PNG) };
    server = createServer((request, response) => source.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    media = new MediaThread({
      routes: alwaysDirect,
      workerUrl: new URL('../../media/worker.ts', import.meta.url),
      platforms: base,
      log: SILENT,
    });
    host = await openHost({
      files: new RendererFiles(page, () => ({ language: 'en', theme: 'dark' })),
      media,
      outgoing: new OutgoingFiles(folder, () => null),
      log: SILENT,
    });
    world = {
      ask: host.ask,
      media: (file) => `/media?u=${encodeURIComponent(`${base}/${file}`)}`,
      staged: () => readdirSync(path.join(folder, 'outgoing')),
      source,
    };
  });
  afterEach(async () => {
    await host.close();
    await media.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  describe(`the site in ${name}`, () => {
    pageCases(() => world);
    mediaCases(() => world);
    savingCases(() => world);
    uploadCases(
      () => world,
      () => path.join(folder, 'outgoing'),
    );
  });
};

const pageCases = (given: () => World): void => {
  it('[SE1] serves the page with its policy, in the chosen language, kept nowhere', async () => {
    const page = await given().ask('/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<html lang="en" translate="no" data-kept-theme="dark">');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const asset = await given().ask('/assets/main-abc123.js');
    expect(await asset.text()).toBe('export {};');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toContain('text/javascript');
  });

  it('[SE1] no answer can be sniffed, sends a referrer or may do more than it must', async () => {
    const { ask, media } = given();
    const answers = [
      await ask('/'),
      await ask('/none'),
      await ask('/', { method: 'DELETE' }),
      await ask(media('a.png')),
      await ask('/media?u=nonsense'),
      await ask('/outgoing?f=nonsense'),
      await ask('/outgoing', { method: 'POST', body: PNG }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 405, 200, 403, 404, 200]);
    for (const { headers, body } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      await body?.cancel();
    }
  });

  it.each(['/../secret.js', '/%2e%2e/secret.js', '/assets/..%2f..%2fsecret.js', '//secret.js'])(
    '[SE1] no spelling of a path leads out of the page: %s',
    async (target) => {
      const answer = await given().ask(target);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('canary');
    },
  );

  it('reads only but for files to send, and answers HEAD without a body', async () => {
    const { ask, media } = given();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask('/', { method })).status).toBe(405);
      if (method !== 'POST') expect((await ask('/outgoing', { method })).status).toBe(405);
      expect((await ask(media('a.png'), { method })).status).toBe(405);
    }
    const head = await ask('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const picture = await ask(media('a.png'), { method: 'HEAD' });
    expect([picture.headers.get('content-type'), await picture.text()]).toEqual(['image/png', '']);
  });
};

const mediaCases = (given: () => World): void => {
  it('[SE5] brings media through the fetcher, and says of what it refuses only that', async () => {
    const { ask, media } = given();
    const got = await ask(media('a.png'));
    expect(got.headers.get('content-type')).toBe('image/png');
    expect(got.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(Buffer.from(await got.arrayBuffer()).equals(PNG)).toBe(true);
    const refused = await ask('/media?u=http%3A%2F%2Fexample.com%2Fa.png');
    expect([refused.status, await refused.text()]).toEqual([403, '']);
  });

  it('a video is asked for by ranges', async () => {
    const { ask, media, source } = given();
    source.answer = (request, response) => {
      const [, from = '0', to = ''] =
        /^bytes=(\d+)-(\d*)$/u.exec(request.headers.range ?? '') ?? [];
      const end = to === '' ? MP4.length : Math.min(Number(to) + 1, MP4.length);
      const part = `bytes ${from}-${end - 1}/${MP4.length}`;
      response.writeHead(206, { 'content-range': part });
      response.end(MP4.subarray(Number(from), end));
    };
    const later = await ask(media('v.mp4'), { headers: { range: 'bytes=4000-4999' } });
    expect(later.status).toBe(206);
    expect(later.headers.get('content-range')).toBe(`bytes 4000-4999/${MP4.length}`);
    expect(later.headers.get('content-type')).toBe('video/mp4');
    expect(Buffer.from(await later.arrayBuffer())).toEqual(MP4.subarray(4000, 5000));
  });

  it('the first bytes of a video are here before its source has sent the last', async () => {
    const { ask, media, source } = given();
    let finish = (): void => undefined;
    source.answer = (_request, response) => {
      response.write(MP4);
      finish = () => response.end('end');
    };
    const { body } = await ask(media('v.mp4'));
    const reader = body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    finish();
    let last = '';
    for (;;) {
      const { done = true, value } = (await reader?.read()) ?? {};
      if (done) break;
      last = Buffer.from(value ?? []).toString('latin1');
    }
    expect(last).toMatch(/end$/u);
  });

  it('a page that looks away ends the fetch, before the answer and in the middle of it', async () => {
    const { ask, media, source } = given();
    const ended: string[] = [];
    const asked: string[] = [];
    source.answer = (request, response) => {
      asked.push(request.url ?? '');
      response.once('close', () => ended.push(request.url ?? ''));
      if (request.url === '/begins.mp4') response.write(MP4);
    };
    const away = new AbortController();
    const never = ask(media('silent.mp4'), { signal: away.signal }).catch(() => null);
    await vi.waitFor(() => expect(asked).toContain('/silent.mp4'), SOON);
    away.abort();
    await vi.waitFor(() => expect(ended).toEqual(['/silent.mp4']), SOON);
    await (await never)?.body?.cancel();
    await (await ask(media('begins.mp4'))).body?.cancel();
    await vi.waitFor(() => expect(ended).toEqual(['/silent.mp4', '/begins.mp4']), SOON);
  });

  it.each([
    ['with a length', { 'content-length': '100000' }],
    ['without one', {}],
  ])('a source that breaks off is a broken video, not a whole one: %s', async (_what, headers) => {
    const { ask, media, source } = given();
    source.answer = (_request, response) => {
      response.writeHead(200, headers);
      response.write(MP4, () => response.destroy());
    };
    const said = [vi.spyOn(console, 'error'), vi.spyOn(console, 'info')];
    const broken = await ask(media('v.mp4'));
    await expect(broken.arrayBuffer()).rejects.toThrow();
    for (const spy of said) expect(spy).not.toHaveBeenCalled();
    source.answer = (_request, response) => response.end(PNG);
    expect((await ask(media('a.png'))).status).toBe(200);
  });
};

const uploadCases = (given: () => World, outgoing: () => string): void => {
  const post = (body: RequestInit['body'], more: RequestInit = {}): Promise<Response> =>
    given().ask('/outgoing', { method: 'POST', body, duplex: 'half', ...more } as RequestInit);

  it('[SE1] takes a file of its own page, and shows it', async () => {
    const kept = (await (await post(PNG)).json()) as Kept;
    const name = kept.value?.content.replace('outgoing:', '') ?? '';
    const shown = await given().ask(`/outgoing?f=${name}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(Buffer.from(await shown.arrayBuffer()).equals(PNG)).toBe(true);
    expect((await given().ask('/outgoing?f=..%2Fsecret.js')).status).toBe(404);
    if (process.platform !== 'win32')
      expect(statSync(path.join(outgoing(), name)).mode & 0o777).toBe(0o600);
  });

  it.each(['https://evil.example', 'null'])(
    '[SE1] [SE3] takes nothing from another page: %s',
    async (origin) => {
      const refused = await post(PNG, { headers: { origin } });
      expect(refused.status).toBe(403);
      await refused.body?.cancel();
      expect(() => given().staged()).toThrow('ENOENT');
    },
  );

  it('writes an upload as it comes, and keeps nothing of one that breaks off', async () => {
    const size = (): number =>
      given()
        .staged()
        .reduce((sum, name) => sum + statSync(path.join(outgoing(), name)).size, 0);
    let send: ReadableStreamDefaultController<Uint8Array> | null = null;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (send = controller),
    });
    const answer = post(body).catch(() => null);
    const sender = (): ReadableStreamDefaultController<Uint8Array> => {
      if (send === null) throw new Error('no sender');
      return send;
    };
    sender().enqueue(Buffer.concat([PNG, Buffer.alloc(2 * MIB)]));
    await vi.waitFor(() => expect(size()).toBeGreaterThan(MIB), SOON);
    sender().error(new Error('the page was closed'));
    await answer;
    await vi.waitFor(() => expect(given().staged()).toEqual([]), SOON);
  });

  it.each([
    ['too large', Buffer.concat([PNG, Buffer.alloc(11 * MIB)]), 'media.tooLarge'],
    ['of no type that is sent', Buffer.from('<svg onload="alert(1)">'), 'media.wrongType'],
    ['empty', undefined, 'media.empty'],
  ])('[SE5] says why it does not keep a file that is %s', async (_what, body, kind) => {
    const answer = await post(body);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as Kept).error?.kind).toBe(kind);
    expect(given().staged()).toEqual([]);
  });
};
