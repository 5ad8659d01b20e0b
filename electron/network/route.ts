import { Secret } from '#shared/model/secret.ts';

/** A proxy that opens a tunnel by `CONNECT`; `https` is spoken to by TLS itself. `login` is `user:password`. */
export type Proxy = {
  readonly kind: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly login: Secret | null;
};

/** One way to a server. `unsupported` is a proxy of another kind, as SOCKS. */
export type Route = { readonly kind: 'direct' } | { readonly kind: 'unsupported' } | Proxy;

export const DIRECT: readonly Route[] = [{ kind: 'direct' }];

/**
 * The ways to the server of an address, to be tried in this order; never empty, never rejects. Only scheme, host and port of the address
 * are told to whoever decides: a path can hold a token.
 */
export type Routes = (address: URL) => Promise<readonly Route[]>;

/** Without any proxy. */
export const alwaysDirect: Routes = () => Promise.resolve(DIRECT);

/** What a decision about proxies may know of an address; ws and wss count as http and https. */
export const askedOrigin = (address: URL): string => {
  const scheme = address.protocol === 'ws:' || address.protocol === 'http:' ? 'http' : 'https';
  return `${scheme}://${address.host}/`;
};

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/** A password may hold a bare `%`. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

type LoginOf = (host: string, port: number) => Secret | null;

/** `host:port` of a proxy. */
const proxyAt = (kind: 'http' | 'https', place: string, loginOf?: LoginOf): readonly Route[] => {
  const url = URL.parse(`${kind}://${place}`);
  if (url === null || url.hostname === '') return [];
  const { username, password } = url;
  const host = url.hostname.replaceAll(/[[\]]/gu, '');
  const port = url.port === '' ? DEFAULT_PORTS[kind] : Number(url.port);
  const named = username === '' ? null : new Secret(`${decoded(username)}:${decoded(password)}`);
  return [{ kind, host, port, login: loginOf === undefined ? named : loginOf(host, port) }];
};

/** As environment variables name one: `http://user:password@host:port`, or `host:port`. Empty where it is none. */
export const proxyFromAddress = (text: string): readonly Route[] => {
  const [, scheme = 'http', place = ''] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/]*)/iu.exec(text) ?? [];
  const kind = scheme.toLowerCase();
  if (kind === 'http' || kind === 'https') return proxyAt(kind, place);
  return [{ kind: 'unsupported' }];
};

/** As a proxy script and Chromium answer: `PROXY a:1; HTTPS b:2; DIRECT`. */
export const routesFromAnswer = (answer: string, loginOf: LoginOf): readonly Route[] => {
  const routes = answer.split(';').flatMap((one): readonly Route[] => {
    const [word = '', place = ''] = one.trim().split(/\s+/u);
    const kind = word.toUpperCase();
    if (kind === '') return [];
    if (kind === 'DIRECT') return DIRECT;
    if (kind === 'PROXY' || kind === 'HTTPS') {
      return proxyAt(kind === 'PROXY' ? 'http' : 'https', place, loginOf);
    }
    return [{ kind: 'unsupported' }];
  });
  return routes.length === 0 ? DIRECT : routes;
};

/** This computer itself, to which no proxy leads. */
export const isThisComputer = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/iu.test(host);
