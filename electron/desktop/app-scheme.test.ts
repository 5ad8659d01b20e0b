import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RendererFiles } from '../host/site/renderer-files.ts';
import type { MediaFetcher } from '../media/fetcher.ts';
import { OutgoingFiles } from '../media/outgoing-files.ts';
import { serveAppScheme } from './app-scheme.ts';

vi.mock('electron', () => ({ protocol: { registerSchemesAsPrivileged: () => undefined } }));

let answer: (request: Request) => Promise<Response>;
const asked: string[] = [];

let data = '';

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'app-scheme-'));
  asked.length = 0;
  const files: Pick<RendererFiles, 'find'> = {
    find: (pathname) =>
      pathname === '/'
        ? { contentType: 'text/html', cacheControl: 'no-store', body: Buffer.from('page') }
        : null,
  };
  const media: Pick<MediaFetcher, 'fetch'> = {
    fetch: (address) => {
      asked.push(address);
      const isFine = address.startsWith('https://');
      return Promise.resolve({
        status: isFine ? 200 : 403,
        headers: { 'content-type': 'image/png' },
        body: isFine ? Readable.from([Buffer.from('bytes')]) : null,
      });
    },
  };
  const session = {
    protocol: {
      handle: (_scheme: string, run: typeof answer) => {
        answer = run;
      },
    },
  };
  serveAppScheme(session as never, {
    files: files as never,
    media: media as never,
    outgoing: new OutgoingFiles(data),
  });
});

afterEach(() => rmSync(data, { recursive: true, force: true }));

const get = (address: string, method = 'GET'): Promise<Response> =>
  answer(new Request(address, { method }));

describe('app://duodian/', () => {
  it('[SE1] serves the page with its policy', async () => {
    const page = await get('app://duodian/');
    expect(await page.text()).toBe('page');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('[SE1] serves nothing else: other hosts, paths and methods', async () => {
    expect((await get('app://other/')).status).toBe(404);
    expect((await get('app://duodian/none')).status).toBe(404);
    expect((await get('app://duodian/', 'POST')).status).toBe(405);
  });

  it('[SE1] takes a file from its own page alone, and shows it', async () => {
    const png = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1');
    const keep = (headers: Record<string, string>): Promise<Response> =>
      answer(new Request('app://duodian/outgoing', { method: 'POST', headers, body: png }));
    expect((await keep({})).status).toBe(403);
    expect((await keep({ origin: 'https://evil.example' })).status).toBe(403);
    const kept = (await (await keep({ origin: 'app://duodian' })).json()) as {
      value: { content: string };
    };
    const name = kept.value.content.replace('outgoing:', '');
    const shown = await get(`app://duodian/outgoing?f=${name}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer()).equals(png)).toBe(true);
    expect((await get('app://duodian/outgoing?f=..%2Ftoken')).status).toBe(404);
    expect((await get('app://duodian/outgoing', 'DELETE')).status).toBe(405);
  });

  it('[SE5] brings media through the fetcher', async () => {
    const address = 'https://example.com/a.png?x=1&y=2';
    const got = await get(`app://duodian/media?u=${encodeURIComponent(address)}`);
    expect(await got.text()).toBe('bytes');
    expect(got.headers.get('content-type')).toBe('image/png');
    expect((await get('app://duodian/media?u=http%3A%2F%2Fx')).status).toBe(403);
    expect(asked).toEqual([address, 'http://x']);
  });
});
