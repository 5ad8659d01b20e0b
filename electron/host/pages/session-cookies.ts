import type { Log } from '../../core/ports/log.ts';

/**
 * Where a browser puts a cookie, by the address of a site that could have set it. A domain without a leading dot is a host-only
 * cookie: only the address may name it, because a given domain makes every cookie one of the domain (and `__Host-` is refused then).
 */
export const cookieSite = (cookie: {
  readonly domain: string;
  readonly path: string;
  readonly secure: boolean;
}): { readonly url: string; readonly domain?: string } => {
  const { domain, path, secure } = cookie;
  const url = `${secure ? 'https' : 'http'}://${domain.replace(/^\./u, '')}${path}`;
  return domain.startsWith('.') ? { url, domain } : { url };
};

/** PL3: one that the browser refuses costs itself alone. When it takes none there is no session: rejects with the first reason. */
export const setEachCookie = async <Cookie>(
  cookies: readonly Cookie[],
  set: (cookie: Cookie) => Promise<unknown>,
  log: Log,
): Promise<void> => {
  const each = await Promise.allSettled(cookies.map(set));
  const refused = each.filter((outcome) => outcome.status === 'rejected');
  const [first] = refused;
  if (first === undefined) return;
  if (refused.length === cookies.length) throw first.reason;
  log.warn('session.cookiesRefused', { count: refused.length });
};
