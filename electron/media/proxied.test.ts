import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../../sandbox/media/png.ts';
import type { Route } from '../network/route.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from '../network/testing/certificate.ts';
import { ScriptedProxy } from '../network/testing/scripted-proxy.ts';
import { MediaFetcher } from './fetcher.ts';

const PNG = encodePng(8, 8, () => [200, 30, 30]);
const known = tls.getCACertificates('default');
const server = createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (_request, response) =>
  response.end(PNG),
);
server.on('tlsClientError', () => undefined);
let proxy: ScriptedProxy;

beforeAll(async () => {
  tls.setDefaultCACertificates([...known, CERTIFICATE]);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  tls.setDefaultCACertificates(known);
  server.close();
});
beforeEach(async () => {
  proxy = await ScriptedProxy.open((server.address() as AddressInfo).port);
});
afterEach(() => proxy.close());

/** What is known of names on this side of the proxy. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'inside.example': ['10.0.0.1'],
  'both.example': ['93.184.216.34', '127.0.0.1'],
  'office.example': ['93.184.216.34'],
};

const fetch = async (address: string, routes: readonly Route[] = [proxy.route()]) => {
  const refusals: unknown[] = [];
  const fetcher = new MediaFetcher({
    allowed: null,
    routes: () => Promise.resolve(routes),
    resolve: (host) => {
      const found = NAMES[host];
      return found === undefined ? Promise.reject(new Error('unknown')) : Promise.resolve(found);
    },
    log: {
      info: (_event, detail) => refusals.push(detail?.['why']),
      warn: (_event, detail) => refusals.push(detail?.['why']),
    },
  });
  const { status, body } = await fetcher.fetch(address, null, new AbortController().signal);
  body?.cancel();
  return { status, refusals, asked: proxy.asked.map(({ authority }) => authority) };
};

describe('[SE5] a picture behind a proxy', () => {
  it.each(['office.example', 'pictures.example'])(
    'comes through it, whether its name is known here or not: %s',
    async (host) => {
      expect(await fetch(`https://${host}/a.png`)).toEqual({
        status: 200,
        refusals: [],
        asked: [`${host}:443`],
      });
    },
  );

  it.each([
    'https://inside.example/a.png',
    'https://both.example/a.png',
    'https://10.0.0.1/a.png',
    'https://[fd00::1]/a.png',
    'https://printer/a.png',
    'https://printer.local/a.png',
    'https://wiki.corp/a.png',
    'https://127.0.0.1/a.png',
    'https://localhost/a.png',
  ])('is never asked of it where this network is meant: %s', async (address) => {
    expect(await fetch(address)).toMatchObject({ status: 403, refusals: ['private'], asked: [] });
  });

  it('is not shown where the proxy leads to a machine without a certificate of that name', async () => {
    expect(await fetch('https://evil.example/a.png')).toMatchObject({
      status: 502,
      refusals: ['network'],
    });
  });

  it('never goes directly to a name that was not looked up here', async () => {
    proxy.answers = 403;
    const routes = [proxy.route(), { kind: 'direct' } as const];
    expect(await fetch('https://pictures.example/a.png', routes)).toMatchObject({
      status: 502,
      refusals: ['network'],
    });
    expect(await fetch('https://pictures.example/a.png', [{ kind: 'direct' }])).toMatchObject({
      refusals: ['dns'],
    });
  });
});
