import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MediaFetcher } from './fetcher.ts';
import { isPrivateAddress } from './private-address.ts';
import { sniffMediaType } from './sniff.ts';
import { allowedOriginFrom } from './upstream.ts';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, 1)]);
const MP4 = Buffer.concat([
  Buffer.from('00000018', 'hex'),
  Buffer.from('ftypisom'),
  Buffer.alloc(5000, 7),
]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

let server: Server;
let base = '';
let seen: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let refusals: string[] = [];
let fetcher: MediaFetcher;

beforeEach(async () => {
  seen = [];
  refusals = [];
  answer = (_request, response) => response.end(PNG);
  server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fetcher = new MediaFetcher({
    allowed: allowedOriginFrom(base),
    resolve: (host) =>
      Promise.resolve(host === 'inside.example' ? ['10.0.0.1'] : ['93.184.216.34', '127.0.0.1']),
    log: {
      info: (_event, detail) => refusals.push(String(detail?.['why'])),
      warn: () => undefined,
    },
  });
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const take = (address: string, range: string | null = null) =>
  fetcher.fetch(address, range, new AbortController().signal);

const takeBody = async (address: string, range: string | null = null): Promise<Buffer> => {
  const { body } = await take(address, range);
  if (body === null) throw new Error('refused');
  return buffer(body);
};

describe('the media fetcher', () => {
  it('[SE5] fetches a picture of the allowed origin without cookies and referrer, typed by its bytes', async () => {
    answer = (_request, response) => {
      response.setHeader('content-type', 'text/html').setHeader('set-cookie', 'a=b').end(PNG);
    };
    const got = await take(`${base}/a`);
    expect(got.status).toBe(200);
    expect(got.headers['content-type']).toBe('image/png');
    expect(got.headers['set-cookie']).toBeUndefined();
    expect(got.body === null ? null : await buffer(got.body)).toEqual(PNG);
    expect(seen[0]?.headers.cookie).toBeUndefined();
    expect(seen[0]?.headers.referer).toBeUndefined();
  });

  it('finds the simulated sites by their names under .localhost', async () => {
    const { port } = new URL(base);
    expect(await takeBody(`http://p3.example.com.localhost:${port}/a.png`)).toEqual(PNG);
    expect(seen[0]?.headers.host).toBe(`p3.example.com.localhost:${port}`);
  });

  it.each([
    ['http://example.com/a.png', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['ftp://example.com/a', 'scheme'],
    ['data:image/png;base64,AA', 'scheme'],
    ['nonsense', 'address'],
    ['https://user:word@example.com/a.png', 'address'],
    ['https://127.0.0.1/a.png', 'private'],
    ['https://[::1]/a.png', 'private'],
    ['https://2130706433/a.png', 'private'],
    ['https://0x7f.1/a.png', 'private'],
    ['https://[::ffff:127.0.0.1]/a.png', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://inside.example/a.png', 'private'],
    ['https://both.example/a.png', 'private'],
    [`https://${'a'.repeat(5000)}.example/`, 'address'],
  ])('[SE5] refuses %.50s: %s', async (address, why) => {
    expect(await take(address)).toMatchObject({ status: 403, body: null });
    expect(refusals).toEqual([why]);
    expect(seen).toEqual([]);
  });

  it('[SE5] another port of this computer is not the allowed origin', async () => {
    const plain = new MediaFetcher({
      allowed: null,
      log: { info: () => undefined, warn: () => undefined },
    });
    expect((await plain.fetch(`${base}/a`, null, new AbortController().signal)).status).toBe(403);
    const other = `http://127.0.0.1:${Number(new URL(base).port) === 65_535 ? 1 : 65_535}/a`;
    expect((await take(other)).status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('[SE5] judges every redirect like the first address, and follows only a few', async () => {
    answer = (request, response) => {
      const to = new URL(request.url ?? '', base).searchParams.get('to') ?? '';
      response.writeHead(302, { location: to }).end();
    };
    for (const to of ['https://10.0.0.1/a.png', 'http://example.com/', 'file:///etc/passwd']) {
      expect((await take(`${base}/?to=${encodeURIComponent(to)}`)).status).toBe(403);
    }
    answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
    expect((await take(`${base}/again`)).status).toBe(403);
    expect(refusals).toEqual(['private', 'scheme', 'scheme', 'redirects']);
  });

  it('[SE5] refuses what is no picture or video, whatever the server calls it', async () => {
    for (const bytes of [SVG, Buffer.from('<html>'), Buffer.alloc(0), Buffer.from('%PDF-1.7')]) {
      answer = (_request, response) => response.setHeader('content-type', 'image/png').end(bytes);
      expect((await take(`${base}/a.png`)).status).toBe(403);
    }
    expect(new Set(refusals)).toEqual(new Set(['type']));
  });

  it('[SE5] refuses a claimed size above the cap, and breaks off one that was not claimed', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 21 * 1024 * 1024 });
      response.write(PNG);
    };
    expect((await take(`${base}/a`)).status).toBe(403);
    expect(refusals).toEqual(['size']);
    answer = (_request, response) => {
      response.write(PNG);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024)));
        response.once('drain', more);
      };
      more();
    };
    await expect(takeBody(`${base}/b`)).rejects.toThrow('size');
  });

  it('passes a range of a video on, also when its later part is asked for first', async () => {
    answer = (request, response) => {
      const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/u.exec(request.headers.range ?? '') ?? [];
      const end = to === '' ? MP4.length - 1 : Math.min(Number(to), MP4.length - 1);
      const part = MP4.subarray(Number(from), end + 1);
      response
        .writeHead(206, {
          'content-range': `bytes ${from}-${end}/${MP4.length}`,
          'content-length': part.length,
        })
        .end(part);
    };
    const got = await take(`${base}/v`, 'bytes=1000-1999');
    expect(got.status).toBe(206);
    expect(got.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-range': `bytes 1000-1999/${MP4.length}`,
      'content-length': '1000',
    });
    expect(got.body === null ? 0 : (await buffer(got.body)).length).toBe(1000);
  });

  it('gives places back: more pictures than places, refused and broken ones among them, all end', async () => {
    answer = (request, response) => {
      if (request.url === '/svg') response.end(SVG);
      else if (request.url === '/broken') response.destroy();
      else response.end(PNG);
    };
    const all = Array.from({ length: 60 }, async (_, n) => {
      const { body } = await take(`${base}/${['png', 'svg', 'broken'][n % 3]}`);
      return body === null ? 'refused' : (await text(body)).length > 0;
    });
    expect((await Promise.all(all)).filter((one) => one === true)).toHaveLength(20);
  });
});

describe('private addresses', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    'nonsense',
    '',
  ])('[SE5] closed: %s', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '240e::1'])(
    'open: %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('sniffing', () => {
  it.each([
    ['GIF89a...', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['\x1aE\xdf\xa3', 'video/webm'],
    ['\0\0\0\x1cftypavif', null],
    ['RIFF\0\0\0\0WAVE', null],
    ['<?xml version="1.0"?><svg', null],
  ])('[SE5] %j is %s', (bytes, type) => {
    expect(sniffMediaType(Buffer.from(bytes, 'latin1'))).toBe(type);
  });
});
