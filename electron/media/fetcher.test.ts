import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alwaysDirect } from '../network/route.ts';
import { encodePng } from '../../sandbox/media/png.ts';
import { type MediaBody, MediaFetcher } from './fetcher.ts';
import { isoHead, jpegHead, pngHead } from './testing/pictures.ts';
import { allowedOriginFrom } from './upstream.ts';

const PNG = encodePng(8, 8, () => [200, 30, 30]);
const MP4 = Buffer.concat([
  Buffer.from('00000014', 'hex'),
  Buffer.from('ftypisom\0\0\0\0mp42'),
  Buffer.alloc(5000, 7),
]);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

/** Whole numbers below `end`, the same in every run. */
const seeded =
  (seed: number) =>
  (end: number): number =>
    (seed = (seed * 48_271) % 2_147_483_647) % end;

const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

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
    routes: alwaysDirect,
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

const buffer = async (body: MediaBody): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = await body.next();
    if (piece === null) return Buffer.concat(pieces);
    pieces.push(piece);
  }
};

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
      routes: alwaysDirect,
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

  it.each([
    ['hints without end', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', ''],
    ['a header without end', 'x-header: value\r\n', 'HTTP/1.1 200 OK\r\n'],
    ['one very long header', 'x'.repeat(1000), 'HTTP/1.1 200 OK\r\nx: '],
    ['trailers without end', 'x: y\r\n', `${CHUNKED}5\r\n\x89PNG\r\r\n0\r\n`],
    ['chunks of one byte', '1\r\nx\r\n', CHUNKED],
    ['chunks with notes', `1;${'n'.repeat(200)}\r\nx\r\n`, CHUNKED],
  ])('[SE5] refuses a source that sends %s, soon', async (_what, again, first) => {
    answer = (request) => {
      const { socket } = request;
      socket.write(Buffer.from(first, 'latin1'));
      const more = (): void => {
        while (!socket.destroyed && socket.write(again.repeat(50)));
        socket.once('drain', more);
      };
      more();
    };
    const got = await take(`${base}/a`);
    expect(got.body).toBe(null);
    expect(refusals[0]).toMatch(/^(?:framing|network|type)$/u);
  });

  it('[SE5] breaks off a picture that becomes chunks of one byte', async () => {
    answer = (request) => {
      const { socket } = request;
      socket.write(CHUNKED);
      socket.write(Buffer.concat([Buffer.from(`${PNG.length.toString(16)}\r\n`), PNG]));
      const more = (): void => {
        while (!socket.destroyed && socket.write('\r\n1\r\nx'.repeat(500)));
        socket.once('drain', more);
      };
      more();
    };
    await expect(takeBody(`${base}/a`)).rejects.toThrow('framing');
  });

  it('[SE5] no answer of a server, whatever its bytes, breaks more than its own picture', async () => {
    const whole = Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${PNG.length}\r\nx: y\r\n\r\n`),
      PNG,
    ]);
    const random = seeded(7);
    const mutated = (): Buffer => {
      const bytes = Buffer.from(whole);
      for (let times = random(6); times >= 0; times -= 1) bytes[random(bytes.length)] = random(256);
      return random(3) === 0 ? bytes.subarray(0, random(bytes.length)) : bytes;
    };
    answer = ({ socket }) => {
      if (random(3) === 0) socket.write(mutated(), () => socket.resetAndDestroy());
      else socket.end(mutated());
    };
    const ends = Array.from({ length: 300 }, async () => {
      const { body } = await take(`${base}/a`);
      return body === null ? 'refused' : buffer(body).catch(() => 'broken');
    });
    expect(await Promise.all(ends)).toHaveLength(300);
    answer = (_request, response) => response.end(PNG);
    expect(await takeBody(`${base}/a`)).toEqual(PNG);
  });

  it.each([
    ['a png', pngHead(50_000, 50_000)],
    ['a jpeg', jpegHead(65_000, 65_000)],
    ['an avif that says it is a video', isoHead('isom', 'avif')],
  ])('[SE5] shows no bomb of pixels: %s', async (_what, bytes) => {
    answer = (_request, response) => response.end(bytes);
    const got = await take(`${base}/a`);
    expect([got.status, got.body]).toEqual([403, null]);
    expect(got.headers['x-media-refusal']).toMatch(/^(?:pixels|type)$/u);
  });

  it('[SE5] a picture is never shown in parts, whose size nobody has read', async () => {
    answer = (request, response) => {
      if (request.headers.range === undefined) response.end(PNG);
      else response.writeHead(206, { 'content-range': `bytes 0-99/${PNG.length}` }).end(PNG);
    };
    const got = await take(`${base}/a`, 'bytes=50-99');
    expect(got.status).toBe(200);
    expect(got.body === null ? null : await buffer(got.body)).toEqual(PNG);
  });

  it('a video is asked for two bytes first, as Safari does', async () => {
    answer = (request, response) => {
      const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/u.exec(request.headers.range ?? '') ?? [];
      const part = MP4.subarray(Number(from), Number(to) + 1);
      response.writeHead(206, { 'content-range': `bytes ${from}-${to}/${MP4.length}` }).end(part);
    };
    const got = await take(`${base}/v`, 'bytes=0-1');
    expect([got.status, got.headers['content-type']]).toEqual([206, 'video/mp4']);
    expect(got.body === null ? 0 : (await buffer(got.body)).length).toBe(2);
  });

  it('[SE5] a name whose server keeps silent has a deadline, and is left when nobody waits', async () => {
    const silent = new MediaFetcher({
      routes: alwaysDirect,
      allowed: null,
      resolve: () => new Promise(() => undefined),
      log: {
        info: (_event, detail) => refusals.push(String(detail?.['why'])),
        warn: () => undefined,
      },
    });
    const away = new AbortController();
    const asked = silent.fetch('https://silent.example/a.png', null, away.signal);
    setTimeout(() => away.abort(), 20);
    expect((await asked).status).toBe(502);
    vi.useFakeTimers();
    try {
      const late = silent.fetch('https://silent.example/a.png', null, new AbortController().signal);
      await vi.advanceTimersByTimeAsync(20_100);
      expect((await late).headers['x-media-refusal']).toBe('slow');
    } finally {
      vi.useRealTimers();
    }
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
      return body === null ? 'refused' : (await buffer(body)).length > 0;
    });
    expect((await Promise.all(all)).filter((one) => one === true)).toHaveLength(20);
  });
});
