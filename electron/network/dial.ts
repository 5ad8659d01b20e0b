import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { DIRECT, isThisComputer, type Proxy, type Route, type Routes } from './route.ts';
import { trustSystemCertificates } from './system-certificates.ts';

/** A server to be connected to. */
export type Server = {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** Where the way is direct; a proxy looks the name up itself. */
  readonly lookup?: LookupFunction;
  /** For TLS: what is spoken in it. */
  readonly protocols?: readonly string[];
};

export type ProxyFault =
  | 'PROXY_LOGIN'
  | 'PROXY_REFUSED'
  | 'PROXY_UNREACHABLE'
  | 'PROXY_UNSUPPORTED';

/** The proxy did not lead there. `code` as Node's own errors have it. */
export class ProxyFailed extends Error {
  readonly code: ProxyFault;

  constructor(code: ProxyFault) {
    super(code);
    this.name = 'ProxyFailed';
    this.code = code;
  }
}

const ANSWERS_WITHIN_MS = 10_000;
const LOGIN_WANTED = 407;

const authorityOf = ({ host, port }: Server): string =>
  `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;

const headersFor = (server: Server, { login }: Proxy): Readonly<Record<string, string>> => ({
  host: authorityOf(server),
  ...(login === null
    ? {}
    : { 'proxy-authorization': `Basic ${Buffer.from(login.reveal()).toString('base64')}` }),
});

/** A connection through the proxy, over which nothing was said yet. */
const openTunnel = (server: Server, proxy: Proxy, signal?: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const request = (proxy.kind === 'https' ? requestSecure : requestPlain)({
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authorityOf(server),
      headers: headersFor(server, proxy),
      agent: false,
      timeout: ANSWERS_WITHIN_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    request.once('connect', ({ statusCode = 0 }, socket: Socket, head) => {
      if (statusCode >= 200 && statusCode < 300 && head.length === 0) {
        socket.setTimeout(0);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new ProxyFailed(statusCode === LOGIN_WANTED ? 'PROXY_LOGIN' : 'PROXY_REFUSED'));
    });
    request.once('timeout', () => request.destroy(new ProxyFailed('PROXY_UNREACHABLE')));
    request.on('error', () => reject(new ProxyFailed('PROXY_UNREACHABLE')));
    request.end();
  });

const secured = ({ host, protocols }: Server, below: object): Socket =>
  connectSecure({
    ...below,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(protocols === undefined ? {} : { ALPNProtocols: [...protocols] }),
  });

const dialDirectly = (server: Server): Socket => {
  const { host, port, isSecure, lookup } = server;
  const way = { host, port, ...(lookup === undefined ? {} : { lookup }) };
  return isSecure ? secured(server, way) : connectPlain(way);
};

/** The server of an address; ws and wss are as http and https. */
export const serverOf = (address: URL): Pick<Server, 'host' | 'port' | 'isSecure'> => {
  const isSecure = address.protocol === 'https:' || address.protocol === 'wss:';
  const port = address.port === '' ? (isSecure ? 443 : 80) : Number(address.port);
  return { host: address.hostname.replaceAll(/[[\]]/gu, ''), port, isSecure };
};

/** Connects to the server of an address, by the ways that the host knows. */
export type Dial = (address: URL, lookup: LookupFunction) => Promise<Socket>;

export const dialBy =
  (routes: Routes): Dial =>
  async (address, lookup) =>
    dial({ ...serverOf(address), lookup }, await routes(address));

/**
 * A connection to the server by the first of these ways that stands; it may still be opening, and tells its own errors then. Rejects with
 * `ProxyFailed` where no proxy led there.
 */
export const dial = async (
  server: Server,
  routes: readonly Route[],
  signal?: AbortSignal,
): Promise<Socket> => {
  if (server.isSecure) trustSystemCertificates();
  let failed = new ProxyFailed('PROXY_UNSUPPORTED');
  for (const route of isThisComputer(server.host) ? DIRECT : routes) {
    if (route.kind === 'direct') return dialDirectly(server);
    if (route.kind === 'unsupported') continue;
    try {
      const socket = await openTunnel(server, route, signal);
      // The name is checked against the certificate through the tunnel as without one.
      return server.isSecure ? secured(server, { socket, host: server.host }) : socket;
    } catch (error) {
      if (error instanceof ProxyFailed) failed = error;
    }
  }
  throw failed;
};
