import { refuse, ok, type Result } from '#shared/model/result.ts';
import type { Secret } from '#shared/model/secret.ts';

/** A checked server (GW1). Holds no token, so all of it may be shown and logged. */
export type GatewayAddress = {
  /** `ws://host[:port][/prefix]`, without a slash at the end. */
  readonly base: string;
  /** Scheme, host and port, for the screen. */
  readonly server: string;
  /** True when token and cookies would travel readable to a machine that is not this one. */
  readonly isPlaintext: boolean;
};

const SOCKET_SCHEMES: Readonly<Record<string, 'ws' | 'wss'>> = {
  'ws:': 'ws',
  'http:': 'ws',
  'wss:': 'wss',
  'https:': 'wss',
};

/** Names below `localhost` are this machine's own by agreement; whether they are is seen when they are resolved (`leadsElsewhere`). */
const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/u.test(host);

/** An address of the own house: where a back office without TLS usually stands. */
const isLocalNetwork = (host: string): boolean =>
  isLoopback(host) ||
  /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./u.test(host) ||
  host.endsWith('.local') ||
  host.endsWith('.lan') ||
  !/[.:]/u.test(host);

const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** A full URL, or `host[:port][/prefix]`: that is `ws` on the local network and on port 80, else `wss`. */
const readUrl = (text: string): URL | null => {
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(text)) return parseUrl(text);
  const guess = parseUrl(`http://${text}`);
  if (guess === null) return null;
  const isPlain = isLocalNetwork(guess.hostname) || /^[^/]*:80(?:\/|$)/u.test(text);
  return isPlain ? guess : parseUrl(`https://${text}`);
};

/**
 * Reads what a person typed as the server: `wss://host`, `ws://host`, `https://host`, `http://host`, `host:port`, each
 * with an optional prefix path. A pasted `/ws/gui/…` end is taken off. Refuses with `gateway.addressInvalid`.
 */
export const parseGatewayAddress = (typed: string): Result<GatewayAddress> => {
  const text = typed.trim();
  const invalid = refuse('gateway.addressInvalid');
  if (text === '' || text.length > 2048 || /[\s\\]/u.test(text)) return invalid;
  const url = readUrl(text);
  if (url === null || url.hostname === '' || url.port === '0') return invalid;
  const scheme = SOCKET_SCHEMES[url.protocol];
  const carriesMore =
    url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '';
  if (scheme === undefined || carriesMore) return invalid;
  const server = `${scheme}://${url.host}`;
  const prefix = url.pathname.replace(/\/ws\/gui(?:\/.*)?$/u, '').replace(/\/+$/u, '');
  return ok({
    base: `${server}${prefix}`,
    server,
    isPlaintext: scheme === 'ws' && !isLoopback(url.hostname),
  });
};

/** True for a token that can stand as one part of a path: not empty, and no dot segment, which a URL would swallow. */
export const isUsableToken = (token: Secret): boolean => {
  const text = token.reveal().trim();
  return text !== '' && text !== '.' && text !== '..';
};

/** The URL to open, `<base>/ws/gui/<token, percent-encoded>/`. It is a secret: never to be logged. */
export const socketUrl = (address: GatewayAddress, token: Secret): string =>
  `${address.base}/ws/gui/${encodeURIComponent(token.reveal().trim().toWellFormed())}/`;

/** True when a host's name led to an address that is not this machine's own, so that what goes there without TLS can be read. */
export const leadsElsewhere = (address: GatewayAddress, resolved: readonly string[]): boolean =>
  address.base.startsWith('ws:') && resolved.some((one) => !LOOPBACK_ADDRESS.test(one));

const LOOPBACK_ADDRESS = /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/iu;
