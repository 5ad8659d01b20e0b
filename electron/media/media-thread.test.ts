import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alwaysDirect } from '../network/route.ts';
import { ScriptedProxy } from '../network/testing/scripted-proxy.ts';
import { Secret } from '#shared/model/secret.ts';
import { encodePng } from '../../sandbox/media/png.ts';
import { MediaThread } from './media-thread.ts';
import { isoHead, pngHead } from './testing/pictures.ts';

const PNG = encodePng(8, 8, () => [1, 2, 3]);
/** A thread that starts on a busy machine takes its time. */
const SOON = { timeout: 15_000 };
const NEVER = new AbortController().signal;
let server: Server;
let base = '';
let answer: (response: ServerResponse) => void;
let thread: MediaThread;
const heard: string[] = [];

beforeEach(async () => {
  heard.length = 0;
  answer = (response) => response.end(PNG);
  server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  thread = new MediaThread({
    routes: alwaysDirect,
    workerUrl: new URL('./worker.ts', import.meta.url),
    platforms: base,
    log: {
      info: (event, detail) => heard.push(`${event} ${String(detail?.['why'])}`),
      warn: (event) => heard.push(event),
    },
  });
});
afterEach(async () => {
  await thread.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const bytesOf = async (name: string): Promise<Buffer> => {
  const { body } = await thread.fetch(`${base}/${name}`, null, NEVER);
  return Buffer.from(await new Response(body).arrayBuffer());
};

describe('the thread of the fetcher', () => {
  it('[SE5] brings pictures whole, many at once, and never two in one', async () => {
    const large = Buffer.concat([isoHead('isom', 'mp41'), Buffer.alloc(3_000_000, 7)]);
    let turn = 0;
    answer = (response) => response.end((turn += 1) % 4 === 0 ? large : PNG);
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => bytesOf(`${n}`)));
    expect(all.filter((bytes) => bytes.equals(large))).toHaveLength(5);
    expect(all.filter((bytes) => bytes.equals(PNG))).toHaveLength(15);
  });

  it('[SE5] asks this side by which proxy a host is reached, without the path, and goes there', async () => {
    const proxy = await ScriptedProxy.open((server.address() as AddressInfo).port);
    const told: string[] = [];
    const proxied = new MediaThread({
      routes: (address) => {
        told.push(address.href);
        return Promise.resolve([proxy.route(new Secret('ann:secret'))]);
      },
      workerUrl: new URL('./worker.ts', import.meta.url),
      platforms: base,
      log: { info: () => undefined, warn: () => undefined },
    });
    // It leads to a server that speaks no TLS.
    const { status } = await proxied.fetch('https://x.invalid/a?token=CANARY', null, NEVER);
    await proxied.close();
    await proxy.close();
    expect(status).toBe(502);
    expect(told).toEqual(['https://x.invalid/']);
    const login = `Basic ${Buffer.from('ann:secret').toString('base64')}`;
    expect(proxy.asked).toEqual([{ authority: 'x.invalid:443', login }]);
  });

  it('[SE5] says and remembers why a picture is not shown', async () => {
    answer = (response) => response.end(pngHead(50_000, 50_000));
    const { status, headers, body } = await thread.fetch(`${base}/bomb`, null, NEVER);
    expect([status, headers['x-media-refusal'], body]).toEqual([403, 'pixels', null]);
    expect(thread.refusalOf(`${base}/bomb`)).toBe('pixels');
    expect(thread.refusalOf(`${base}/other`)).toBe(null);
    await vi.waitFor(() => expect(heard).toEqual(['media.refused pixels']), SOON);
  });

  it('[SE5] takes no more from a source than its page reads', async () => {
    let sent = 0;
    answer = (response) => {
      response.write(isoHead('isom', 'mp41'));
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
        response.once('drain', more);
      };
      more();
    };
    const { body } = await thread.fetch(`${base}/long`, null, NEVER);
    const reader = body?.getReader();
    await reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const held = sent;
    await new Promise((resolve) => setTimeout(resolve, 300));
    // What stands in the buffers of two sockets, and no more.
    expect(sent).toBe(held);
    await reader?.cancel();
  });

  it('a page that looks away ends the fetch on the other side', async () => {
    let closed = 0;
    answer = (response) => {
      response.once('close', () => (closed += 1));
      response.write(isoHead('isom', 'mp41'));
    };
    const away = new AbortController();
    const asked = thread.fetch(`${base}/a`, null, away.signal);
    const begun = await thread.fetch(`${base}/b`, null, NEVER);
    expect(begun.status).toBe(200);
    away.abort();
    expect((await asked).status === 502 || (await asked).status === 200).toBe(true);
    await begun.body?.cancel();
    await vi.waitFor(() => expect(closed).toBe(2), SOON);
    expect((await thread.fetch(`${base}/a`, null, away.signal)).status).toBe(502);
  });

  it('when it ends, what it had is broken, and the next picture begins another one', async () => {
    let asked = 0;
    answer = () => void (asked += 1);
    const waiting = thread.fetch(`${base}/a`, null, NEVER);
    await vi.waitFor(() => expect(asked).toBe(1), SOON);
    answer = (response) => response.write(isoHead('isom', 'mp41'));
    const begun = await thread.fetch(`${base}/v`, null, NEVER);
    await thread.close();
    expect((await waiting).status).toBe(502);
    await expect(new Response(begun.body).arrayBuffer()).rejects.toThrow();
    answer = (response) => response.end(PNG);
    expect((await bytesOf('again')).equals(PNG)).toBe(true);
  });

  it('one that cannot be started refuses, and throws nowhere', async () => {
    const none = new MediaThread({
      routes: alwaysDirect,
      workerUrl: new URL('./no-such-worker.ts', import.meta.url),
      platforms: null,
      log: { info: () => undefined, warn: (event) => heard.push(event) },
    });
    expect((await none.fetch(`${base}/a`, null, NEVER)).status).toBe(502);
    expect(heard).toEqual(['media.ended']);
  });
});
