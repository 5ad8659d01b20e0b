import { BlockList, isIP } from 'node:net';
import { askedOrigin, DIRECT, proxyFromAddress, type Route, type Routes } from './route.ts';
import type { Secret } from '#shared/model/secret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const variable = (environment: Environment, name: string): string =>
  (environment[name.toLowerCase()] ?? environment[name] ?? '').trim();

/** One word of NO_PROXY: a name with all below it, an address, a range of addresses, each with or without a port. */
const isExcept = (word: string, host: string, port: string): boolean => {
  const [, name = '', onlyPort] =
    /^(.*?)(?::(\d+))?$/u.exec(isIP(word) === 6 ? `${word}:` : word) ?? [];
  if (word === '*') return true;
  if (onlyPort !== undefined && onlyPort !== port) return false;
  const [network = '', prefix] = name.split('/');
  const family = isIP(network);
  if (prefix !== undefined && family !== 0 && isIP(host) === family) {
    const range = new BlockList();
    const kind = family === 6 ? 'ipv6' : 'ipv4';
    range.addSubnet(network, Number(prefix), kind);
    return range.check(host, kind);
  }
  const bare = name.toLowerCase().replace(/^\*?\./u, '');
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
};

const proxyFor = (address: URL, environment: Environment): readonly Route[] => {
  const { protocol, hostname, port } = new URL(askedOrigin(address));
  const isPlain = protocol === 'http:';
  const host = hostname.replaceAll(/[[\]]/gu, '').toLowerCase();
  const words = variable(environment, 'NO_PROXY').split(/[\s,]+/u);
  const asked = port === '' ? (isPlain ? '80' : '443') : port;
  if (words.some((word) => word !== '' && isExcept(word, host, asked))) return DIRECT;
  const own = variable(environment, isPlain ? 'HTTP_PROXY' : 'HTTPS_PROXY');
  const text = own === '' ? variable(environment, 'ALL_PROXY') : own;
  const routes = text === '' ? DIRECT : proxyFromAddress(text);
  return routes.length === 0 ? DIRECT : routes;
};

/** HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in small or capital letters, as curl reads them. */
export const environmentRoutes =
  (environment: Environment): Routes =>
  (address) =>
    Promise.resolve(proxyFor(address, environment));

/** What the environment knows of a proxy's login: the settings of a system name a proxy without one. */
export const environmentLogin =
  (environment: Environment) =>
  (host: string, port: number): Secret | null => {
    for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']) {
      const text = variable(environment, name);
      for (const route of text === '' ? [] : proxyFromAddress(text)) {
        if ('login' in route && route.host === host && route.port === port) return route.login;
      }
    }
    return null;
  };
