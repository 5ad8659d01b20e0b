import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as tls from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '#shared/model/secret.ts';
import { dial, ProxyFailed, type Server } from './dial.ts';
import { DIRECT, type Proxy, type Route } from './route.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from './testing/certificate.ts';
import { ScriptedProxy } from './testing/scripted-proxy.ts';

/** Says hello to whoever speaks TLS with it. */
const server = tls.createServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (socket) =>
  socket.end('hello'),
);
const known = tls.getCACertificates('default');
let proxy: ScriptedProxy;
const portOf = (): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  tls.setDefaultCACertificates(known);
  server.close();
});
beforeEach(async () => {
  proxy = await ScriptedProxy.open(portOf());
});
afterEach(() => proxy.close());

const TARGET: Server = { host: 'pictures.example', port: 443, isSecure: true };
const heard = async (socket: Socket): Promise<string> => {
  let words = '';
  socket.on('data', (bytes: Buffer) => (words += bytes.toString('utf8')));
  await once(socket, 'close');
  return words;
};
const codeOf = (routes: readonly Route[]): Promise<unknown> =>
  dial(TARGET, routes).then(
    (socket) => {
      socket.on('error', () => undefined).destroy();
      return 'connected';
    },
    (error: unknown) => (error as ProxyFailed).code,
  );
/** Nobody listens there. */
const closed = async (): Promise<Proxy> => {
  const gone = await ScriptedProxy.open(0);
  const route = gone.route();
  await gone.close();
  return route;
};

describe('a connection', () => {
  it('goes through the proxy by the name of the server, whose certificate is checked through it', async () => {
    await expect(heard(await dial(TARGET, [proxy.route()]))).rejects.toMatchObject({
      code: expect.stringMatching(/SELF_SIGNED|UNABLE/u) as string,
    });
    tls.setDefaultCACertificates([...known, CERTIFICATE]);
    expect(await heard(await dial(TARGET, [proxy.route()]))).toBe('hello');
    const other = { ...TARGET, host: 'evil.example' };
    await expect(heard(await dial(other, [proxy.route()]))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(proxy.asked.map(({ authority }) => authority)).toEqual([
      'pictures.example:443',
      'pictures.example:443',
      'evil.example:443',
    ]);
  });

  it('tells the proxy its login and nothing of it to the server', async () => {
    tls.setDefaultCACertificates([...known, CERTIFICATE]);
    await heard(await dial(TARGET, [proxy.route(new Secret('ann:päss'))]));
    expect(proxy.asked).toMatchObject([
      { login: `Basic ${Buffer.from('ann:päss').toString('base64')}` },
    ]);
  });

  it.each([
    [407, 'PROXY_LOGIN'],
    [403, 'PROXY_REFUSED'],
    [502, 'PROXY_REFUSED'],
  ])('says what the proxy said: %d is %s', async (status, code) => {
    proxy.answers = status;
    expect(await codeOf([proxy.route()])).toBe(code);
  });

  it('tries the next way where one does not stand', async () => {
    expect(await codeOf([await closed()])).toBe('PROXY_UNREACHABLE');
    expect(await codeOf([{ kind: 'unsupported' }])).toBe('PROXY_UNSUPPORTED');
    const ways = [{ kind: 'unsupported' } as const, await closed(), proxy.route()];
    expect(await codeOf(ways)).toBe('connected');
    expect(proxy.asked).toHaveLength(1);
  });

  it('ends with whoever wanted it, also while a proxy keeps silent', async () => {
    proxy.answers = null;
    const away = new AbortController();
    const waiting = dial(TARGET, [proxy.route()], away.signal);
    await expect.poll(() => proxy.asked.length).toBe(1);
    away.abort();
    await expect(waiting).rejects.toThrow(ProxyFailed);
  });

  it('asks no proxy for this computer', async () => {
    const here = { host: '127.0.0.1', port: proxy.port, isSecure: false };
    const socket = await dial(here, [await closed()]);
    await once(socket, 'connect');
    socket.destroy();
  });

  it('goes directly where the lookup says', async () => {
    tls.setDefaultCACertificates([...known, CERTIFICATE]);
    const lookup: Server['lookup'] = (_host, options, answer) => {
      if (options.all === true) answer(null, [{ address: '127.0.0.1', family: 4 }]);
      else answer(null, '127.0.0.1', 4);
    };
    expect(await heard(await dial({ ...TARGET, port: portOf(), lookup }, DIRECT))).toBe('hello');
    expect(proxy.asked).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('trusts what the system trusts', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'duodian-trust-'));
    const file = path.join(folder, 'system.pem');
    writeFileSync(file, CERTIFICATE);
    // The system's list is read once a process.
    const program = `
      const { dial } = await import(${JSON.stringify(new URL('./dial.ts', import.meta.url).href)});
      const lookup = (host, options, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]);
      const server = { host: 'pictures.example', port: ${portOf()}, isSecure: true, lookup };
      const socket = await dial(server, [{ kind: 'direct' }]);
      socket.on('error', (error) => console.log(error.code)).on('data', (bytes) => console.log(String(bytes)));`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      env: { ...process.env, SSL_CERT_FILE: file },
    });
    expect(await text(child.stdout)).toBe('hello\n');
    rmSync(folder, { recursive: true });
  });
});
