import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const KEY_BYTES = 32;

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const cookieNamed = (header: string | undefined, name: string): string | null => {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...rest] = pair.trim().split('=');
    if (key === name) return rest.join('=');
  }
  return null;
};

/**
 * The path and query that a request asks for; null for what is no path (a proxy's absolute form). Joined, not resolved:
 * resolving `//x/y` against our address would take `x` for a host and lose it.
 */
export const targetOf = (request: IncomingMessage): URL | null =>
  request.url?.startsWith('/') === true ? URL.parse(`http://127.0.0.1${request.url}`) : null;

/** What a request may do; `why` is for the log and never holds the key. */
export type Admission =
  | { readonly kind: 'admitted' }
  /** It brought the key: give it the cookie and send it to `/`, so that the key leaves the address bar. */
  | { readonly kind: 'exchange'; readonly setCookie: string }
  | { readonly kind: 'refused'; readonly why: 'host' | 'origin' | 'site' | 'key' | 'session' };

/**
 * SE3: who may talk to the browser host. The key in the start address is made anew for every life of the process and is
 * only ever good for one thing, to be exchanged for the session cookie; all else asks for that cookie. It stays
 * exchangeable while the process lives, because the agent opens the start address again in another browser or window.
 * `Host` and `Origin` must be this very server (a foreign page with a rebound name has another `Host`).
 */
export class SessionGate {
  readonly key = randomBytes(KEY_BYTES).toString('base64url');
  readonly #session = randomBytes(KEY_BYTES).toString('base64url');
  readonly #hosts: ReadonlySet<string>;
  readonly #cookieName: string;

  /** `port` is the one that is listened on. */
  constructor(port: number) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    // Cookies know no ports: without the port in the name, two instances would throw each other out.
    this.#cookieName = `duodian-${port}`;
  }

  admit(request: IncomingMessage): Admission {
    const { host, origin, cookie } = request.headers;
    if (host === undefined || !this.#hosts.has(host)) return { kind: 'refused', why: 'host' };
    if (origin !== undefined && origin !== `http://${host}`) {
      return { kind: 'refused', why: 'origin' };
    }
    const address = targetOf(request);
    const key = address?.pathname === '/' ? address.searchParams.get('key') : null;
    if (key !== null) return this.#exchange(key);
    const site = request.headers['sec-fetch-site'];
    if (site === 'cross-site' || site === 'same-site') return { kind: 'refused', why: 'site' };
    const session = cookieNamed(cookie, this.#cookieName);
    return session !== null && sameText(session, this.#session)
      ? { kind: 'admitted' }
      : { kind: 'refused', why: 'session' };
  }

  /** A WebSocket is not bound by the same-origin rule: here `Origin` must be there, and right. */
  admitsSocket(request: IncomingMessage): boolean {
    return request.headers.origin !== undefined && this.admit(request).kind === 'admitted';
  }

  #exchange(key: string): Admission {
    if (!sameText(key, this.key)) return { kind: 'refused', why: 'key' };
    return {
      kind: 'exchange',
      setCookie: `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`,
    };
  }
}
