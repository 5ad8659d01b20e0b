import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const NAME_BYTES = 16;

/**
 * The path and query that a request asks for; null for what is no path (a proxy's absolute form). Joined, not resolved:
 * resolving `//x/y` against our address would take `x` for a host and lose it.
 */
export const targetOf = (request: IncomingMessage): URL | null =>
  request.url?.startsWith('/') === true ? URL.parse(`http://127.0.0.1${request.url}`) : null;

/** Safari names itself so; every other browser that does so too names itself beside it. */
const isSafari = (agent: string): boolean =>
  agent.includes('Safari/') && !/Chrom|Edg|OPR|Android|Firefox/u.test(agent);

export type Refusal = 'host' | 'origin' | 'site';

/**
 * SE3: which requests come from a page of ours, whatever they bring. Each run has a host name of its own, so that no page and no
 * service worker of another port, or of an earlier run on the same port, shares its origin. `Host` and `Origin` must be that
 * name: a foreign page whose name was bound to this address (DNS rebinding) has another one. Safari does not know that
 * `*.localhost` is this computer, so on a Mac its requests may name the address itself.
 */
export class HostGate {
  readonly host: string;
  readonly #safariHost: string | null;

  /** `port` is the one that is listened on. */
  constructor(port: number, platform: NodeJS.Platform) {
    this.host = `${randomBytes(NAME_BYTES).toString('hex')}.localhost:${port}`;
    this.#safariHost = platform === 'darwin' ? `127.0.0.1:${port}` : null;
  }

  /** The host for Safari, null where there is no Safari. */
  get safariHost(): string | null {
    return this.#safariHost;
  }

  /** Null for a request that may be looked at. */
  refusalOf(request: IncomingMessage): Refusal | null {
    const { host, origin } = request.headers;
    if (host === undefined || !this.#isOurs(host, request)) return 'host';
    if (origin !== undefined && origin !== `http://${host}`) return 'origin';
    return this.#isFromAnotherSite(request) ? 'site' : null;
  }

  /** A WebSocket is not bound by the same-origin rule: here `Origin` must be there, and right. */
  refusalOfSocket(request: IncomingMessage): Refusal | null {
    return request.headers.origin === undefined ? 'origin' : this.refusalOf(request);
  }

  #isOurs(host: string, { headers }: IncomingMessage): boolean {
    if (host === this.host) return true;
    return host === this.#safariHost && isSafari(headers['user-agent'] ?? '');
  }

  /** Another page may lead a person to ours, as our own opening of a browser does; it may load nothing of it. */
  #isFromAnotherSite(request: IncomingMessage): boolean {
    const {
      'sec-fetch-site': site,
      'sec-fetch-mode': mode,
      'sec-fetch-dest': dest,
    } = request.headers;
    if (site !== 'cross-site' && site !== 'same-site') return false;
    const isOpening = mode === 'navigate' && dest === 'document' && request.method === 'GET';
    return !(isOpening && targetOf(request)?.pathname === '/');
  }
}
