import { lookup as systemLookup } from 'node:dns/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { KindError } from '#shared/model/kind-error.ts';
import { isPrivateAddress } from './private-address.ts';

const MAX_REDIRECTS = 3;
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 20_000;

/** Why nothing was fetched; the words go to the log and to the page as a status, never the address. */
export type MediaRefusal =
  | 'address'
  | 'scheme'
  | 'private'
  | 'dns'
  | 'redirects'
  | 'status'
  | 'type'
  | 'size'
  | 'timeout'
  | 'network';

export class MediaRefused extends KindError<MediaRefusal> {
  constructor(kind: MediaRefusal) {
    super(kind, kind);
  }
}

export type Resolve = (hostname: string) => Promise<readonly string[]>;

export const resolveBySystem: Resolve = async (hostname) =>
  (await systemLookup(hostname, { all: true, verbatim: true })).map((entry) => entry.address);

/** The one origin that may be plain http on this computer: the simulated platforms (`--platforms`). */
export type AllowedOrigin = { readonly port: string; readonly address: string };

export const allowedOriginFrom = (platforms: string): AllowedOrigin => {
  const url = new URL(platforms);
  const hostname = url.hostname.replaceAll(/[[\]]/gu, '');
  return {
    port: url.port,
    address: isIP(hostname) === 0 ? '127.0.0.1' : hostname,
  };
};

/** Hosts under `.localhost` are this computer by definition (RFC 6761), so the simulated sites may have names. */
const isAllowedOrigin = (url: URL, allowed: AllowedOrigin | null): boolean =>
  allowed !== null &&
  url.protocol === 'http:' &&
  url.port === allowed.port &&
  (url.hostname === allowed.address ||
    url.hostname === 'localhost' ||
    url.hostname.endsWith('.localhost'));

/** The addresses that may be connected to; one private address among them refuses all (a name that plays both ways). */
const vettedAddresses = async (
  url: URL,
  allowed: AllowedOrigin | null,
  resolve: Resolve,
): Promise<readonly string[]> => {
  if (allowed !== null && isAllowedOrigin(url, allowed)) return [allowed.address];
  if (url.protocol !== 'https:') throw new MediaRefused('scheme');
  const hostname = url.hostname.replaceAll(/[[\]]/gu, '');
  const addresses =
    isIP(hostname) === 0
      ? await resolve(hostname).catch(() => {
          throw new MediaRefused('dns');
        })
      : [hostname];
  if (addresses.length === 0) throw new MediaRefused('dns');
  if (addresses.some(isPrivateAddress)) throw new MediaRefused('private');
  return addresses;
};

/** The connection is made to what was vetted: asking DNS a second time would let the answer change in between. */
const lookupOnly =
  (addresses: readonly string[]): LookupFunction =>
  (_hostname, options, answer) => {
    const entries = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first] = entries;
    if (options.all === true || first === undefined) answer(null, entries);
    else answer(null, first.address, first.family);
  };

const requestOnce = (
  url: URL,
  addresses: readonly string[],
  range: string | null,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      // A connection of its own: nothing is shared between a buyer's links, and nothing is left open.
      agent: false,
      lookup: lookupOnly(addresses),
      signal,
      headers: {
        accept: 'image/png,image/jpeg,image/gif,image/webp,video/mp4,video/webm',
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0 (Duodian media)',
        ...(range === null ? {} : { range }),
      },
    });
    request.setTimeout(CONNECT_TIMEOUT_MS, () => request.destroy(new MediaRefused('timeout')));
    request.once('response', (response) => {
      response.setTimeout(IDLE_TIMEOUT_MS, () => response.destroy(new MediaRefused('timeout')));
      resolve(response);
    });
    request.once('error', (error) =>
      reject(error instanceof MediaRefused ? error : new MediaRefused('network')),
    );
    request.end();
  });

/**
 * Opens a foreign address: https only, no cookies, no referrer, at most three redirects, each of them judged like the
 * first. Resolves to a 200 or 206 whose body was not read yet; rejects with `MediaRefused`.
 */
export const openUpstream = async (
  address: string,
  how: {
    readonly range: string | null;
    readonly allowed: AllowedOrigin | null;
    readonly resolve: Resolve;
    readonly signal: AbortSignal;
  },
): Promise<IncomingMessage> => {
  let url = URL.parse(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (url === null || url.username !== '' || url.password !== '') {
      throw new MediaRefused('address');
    }
    const addresses = await vettedAddresses(url, how.allowed, how.resolve);
    const response = await requestOnce(url, addresses, how.range, how.signal);
    const status = response.statusCode ?? 0;
    if (status === 200 || status === 206) return response;
    response.destroy();
    const next = response.headers.location;
    if (status < 300 || status > 399 || next === undefined) throw new MediaRefused('status');
    url = URL.parse(next, url.href);
  }
  throw new MediaRefused('redirects');
};
