import { type IncomingMessage, request as requestHttp } from 'node:http';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { dial, serverOf } from '../network/dial.ts';
import type { Route, Routes } from '../network/route.ts';
import { KindError } from '#shared/model/kind-error.ts';
import type { Resolve } from './name-lookup.ts';
import { PacedConnection } from './paced-connection.ts';
import { isPrivateAddress } from './private-address.ts';

const MAX_REDIRECTS = 3;
const MAX_HEADER_BYTES = 16 * 1024;
/** A server may say that it begins (1xx), not for ever. */
const MAX_HINTS = 4;
/** What may come before the picture, redirects and hints among it. */
const MAX_BEFORE_BYTES = 32 * 1024;
/** What may come beside the picture, as the marks of its chunks: an honest server needs a hundredth of it. */
const MAX_FRAMING_BYTES = 8 * 1024;
const MAX_FRAMING_SHARE = 0.25;

/** Why nothing was fetched; the words go to the log and to the page, never the address. */
export type MediaRefusal =
  | 'address'
  | 'scheme'
  | 'private'
  | 'dns'
  | 'redirects'
  | 'status'
  | 'type'
  | 'size'
  | 'pixels'
  | 'slow'
  | 'framing'
  | 'network';

export class MediaRefused extends KindError<MediaRefusal> {
  constructor(kind: MediaRefusal) {
    super(kind, kind);
  }
}

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

/** How long a name is looked up here where a proxy looks it up anyway: in a closed network nobody answers. */
const LOOKED_UP_HERE_MS = 1_000;
/** Names that mean a machine of this network, whoever looks them up. */
const LOCAL_NAME =
  /^[^.]+$|\.(?:local|localhost|internal|intranet|lan|home|corp|private|arpa)\.?$/iu;

/** Null where the name is not known here. */
const lookedUpHere = async (
  hostname: string,
  resolve: Resolve,
): Promise<readonly string[] | null> => {
  if (LOCAL_NAME.test(hostname)) throw new MediaRefused('private');
  const late = new Promise<null>((done) => setTimeout(done, LOOKED_UP_HERE_MS, null).unref());
  const found = await Promise.race([resolve(hostname).catch(() => null), late]);
  return found === null || found.length === 0 ? null : found;
};

/**
 * The addresses that may be connected to; one private address among them refuses all (a name that plays both ways). Null where only a
 * proxy knows the name: then what it leads to is the proxy's network, which shows itself by no valid certificate of that name.
 */
const vettedAddresses = async (
  url: URL,
  allowed: AllowedOrigin | null,
  resolve: Resolve,
  isProxied: boolean,
): Promise<readonly string[] | null> => {
  if (allowed !== null && isAllowedOrigin(url, allowed)) return [allowed.address];
  if (url.protocol !== 'https:') throw new MediaRefused('scheme');
  const hostname = url.hostname.replaceAll(/[[\]]/gu, '');
  const find = isProxied
    ? lookedUpHere
    : (name: string): Promise<readonly string[]> =>
        resolve(name).catch(() => {
          throw new MediaRefused('dns');
        });
  const addresses = isIP(hostname) === 0 ? await find(hostname, resolve) : [hostname];
  if (addresses?.length === 0) throw new MediaRefused('dns');
  if (addresses?.some(isPrivateAddress) === true) throw new MediaRefused('private');
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

/** By one of the ways that are left: nothing goes directly to a name that was not looked up here. */
const connectTo = async (
  url: URL,
  addresses: readonly string[] | null,
  routes: readonly Route[],
  signal: AbortSignal,
): Promise<Socket> => {
  const usable = addresses === null ? routes.filter(({ kind }) => kind !== 'direct') : routes;
  const way = { lookup: lookupOnly(addresses ?? []), protocols: ['http/1.1'] };
  try {
    return await dial({ ...serverOf(url), ...way }, usable, signal);
  } catch {
    throw new MediaRefused('network');
  }
};

/** An answer, and how many bytes of it a reader has taken so far. */
export type Upstream = {
  readonly response: IncomingMessage;
  readonly noteRead: (count: number) => void;
};

const requestOnce = (
  url: URL,
  socket: Socket,
  range: string | null,
  signal: AbortSignal,
): Promise<Upstream> =>
  new Promise((resolve, reject) => {
    let received = 0;
    let receivedBefore = 0;
    let read = 0;
    let hints = 0;
    let response: IncomingMessage | null = null;
    const isTooMuch = (): boolean => {
      if (response === null) return received > MAX_BEFORE_BYTES;
      const body = read + response.readableLength;
      return received - receivedBefore - body > MAX_FRAMING_BYTES + body * MAX_FRAMING_SHARE;
    };
    const connection = new PacedConnection(socket, (count) => {
      received += count;
      if (!isTooMuch()) return;
      // Whoever reads the answer hears why.
      const refused = new MediaRefused('framing');
      response?.destroy(refused);
      request.destroy(refused);
    });
    const request = requestHttp({
      // A connection of its own: nothing is shared between a buyer's links, and nothing is left open.
      createConnection: () => connection,
      host: url.hostname,
      path: `${url.pathname}${url.search}`,
      signal,
      maxHeaderSize: MAX_HEADER_BYTES,
      headers: {
        host: url.host,
        accept: 'image/png,image/jpeg,image/gif,image/webp,video/mp4,video/webm',
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0 (Duodian media)',
        ...(range === null ? {} : { range }),
      },
    });
    request.on('information', () => {
      hints += 1;
      if (hints > MAX_HINTS) request.destroy(new MediaRefused('framing'));
    });
    request.once('response', (answer) => {
      response = answer;
      receivedBefore = received;
      // Whoever reads it finds the error there; nobody may listen at that moment.
      answer.on('error', () => undefined);
      resolve({ response, noteRead: (count) => void (read += count) });
    });
    request.on('error', (error) =>
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
    readonly routes: Routes;
    readonly signal: AbortSignal;
  },
): Promise<Upstream> => {
  let url = URL.parse(address);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (url === null || url.username !== '' || url.password !== '') {
      throw new MediaRefused('address');
    }
    const routes = await how.routes(url);
    const isProxied = routes[0]?.kind !== 'direct';
    const addresses = await vettedAddresses(url, how.allowed, how.resolve, isProxied);
    const socket = await connectTo(url, addresses, routes, how.signal);
    const upstream = await requestOnce(url, socket, how.range, how.signal);
    const { response } = upstream;
    const status = response.statusCode ?? 0;
    if (status === 200 || status === 206) return upstream;
    response.destroy();
    const next = response.headers.location;
    if (status < 300 || status > 399 || next === undefined) throw new MediaRefused('status');
    url = URL.parse(next, url.href);
  }
  throw new MediaRefused('redirects');
};
