import { describe, expect, it } from 'vitest';
import type { Secret } from '#shared/model/secret.ts';
import { askedOrigin, isThisComputer, routesFromAnswer } from './route.ts';
import { environmentLogin, environmentRoutes, type Environment } from './environment-routes.ts';

const at = (host: string, port: number, kind: 'http' | 'https' = 'http') =>
  expect.objectContaining({ kind, host, port }) as object;

describe('the ways to an address', () => {
  it('whoever decides hears scheme, host and port, and never the token in the path', () => {
    expect(askedOrigin(new URL('wss://office.example/ws/gui/CANARY/'))).toBe(
      'https://office.example/',
    );
    expect(askedOrigin(new URL('ws://10.1.2.3:9000/ws/gui/CANARY/'))).toBe('http://10.1.2.3:9000/');
  });

  it.each<[string, readonly object[]]>([
    ['DIRECT', [{ kind: 'direct' }]],
    ['', [{ kind: 'direct' }]],
    ['PROXY a.example:3128; DIRECT', [at('a.example', 3128), { kind: 'direct' }]],
    ['HTTPS a.example:443;PROXY [::1]:80', [at('a.example', 443, 'https'), at('::1', 80)]],
    ['SOCKS5 a.example:1080', [{ kind: 'unsupported' }]],
    ['PROXY ', [{ kind: 'direct' }]],
  ])('a proxy script says %j', (answer, routes) => {
    expect(routesFromAnswer(answer, () => null)).toEqual(routes);
  });

  it('a proxy of the system gets the login that the environment knows of it, and no other', () => {
    const environment = { HTTPS_PROXY: 'http://ann:p%40ss%@a.example:3128' };
    const [own, other] = routesFromAnswer(
      'PROXY a.example:3128; PROXY b.example:3128',
      environmentLogin(environment),
    );
    expect((own as { login: Secret }).login.reveal()).toBe('ann:p%40ss%');
    expect(JSON.stringify(own)).not.toContain('ann');
    expect(other).toMatchObject({ login: null });
  });

  it.each<[Environment, string, object]>([
    [{}, 'wss://office.example/', { kind: 'direct' }],
    [{ HTTPS_PROXY: 'http://a:3128' }, 'wss://office.example/', at('a', 3128)],
    [{ https_proxy: 'a:3128/' }, 'https://office.example/', at('a', 3128)],
    [{ HTTPS_PROXY: 'https://a' }, 'https://office.example/', at('a', 443, 'https')],
    [{ HTTPS_PROXY: 'http://a:3128' }, 'ws://office.example/', { kind: 'direct' }],
    [{ HTTP_PROXY: 'http://a:3128' }, 'ws://office.example/', at('a', 3128)],
    [{ ALL_PROXY: 'socks5://a:1080' }, 'wss://office.example/', { kind: 'unsupported' }],
    [{ HTTPS_PROXY: 'http://' }, 'wss://office.example/', { kind: 'direct' }],
  ])('the environment %j leads to %s', async (environment, address, route) => {
    expect(await environmentRoutes(environment)(new URL(address))).toEqual([route]);
  });

  it.each([
    ['office.example', true],
    ['.example', true],
    ['*.example', true],
    ['*', true],
    ['OFFICE.example:443', true],
    ['other.example, office.example', true],
    ['office.example:8443', false],
    ['ice.example', false],
    ['office.example.com', false],
    ['10.0.0.0/8', false],
    ['', false],
  ])('NO_PROXY=%s', async (words, isDirect) => {
    const routes = environmentRoutes({ HTTPS_PROXY: 'http://a:1', NO_PROXY: words });
    const [route] = await routes(new URL('wss://office.example/'));
    expect(route?.kind === 'direct').toBe(isDirect);
  });

  it('NO_PROXY names addresses and ranges of them', async () => {
    const routes = environmentRoutes({
      HTTPS_PROXY: 'http://a:1',
      NO_PROXY: '10.0.0.0/8,fd00::/8',
    });
    const kinds = await Promise.all(
      ['https://10.1.2.3/', 'https://[fd00::1]/', 'https://11.1.2.3/'].map(
        async (address) => (await routes(new URL(address)))[0]?.kind,
      ),
    );
    expect(kinds).toEqual(['direct', 'direct', 'http']);
  });

  it.each(['localhost', 'shop.localhost', '127.0.0.1', '127.1.2.3', '::1'])(
    '%s is this computer',
    (host) => expect(isThisComputer(host)).toBe(true),
  );

  it.each(['localhost.example', '127.example', '10.0.0.1', 'mylocalhost'])(
    '%s is another one',
    (host) => expect(isThisComputer(host)).toBe(false),
  );
});
