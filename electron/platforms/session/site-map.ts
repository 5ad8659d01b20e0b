import type { SiteMap } from './page-session.ts';

/** The platforms' own sites. Only https is one of them. */
export const realSites = (): SiteMap => ({
  urlFor: (realUrl) => realUrl,
  cookieDomainFor: (realDomain) => realDomain,
  realUrlOf: (shownUrl) => {
    const url = URL.parse(shownUrl);
    return url?.protocol === 'https:' ? url.href : null;
  },
});

/**
 * The simulated sites of a sandbox at `base`, for example `http://127.0.0.1:4100`: the real host `im.jinritemai.com` is
 * `im.jinritemai.com.localhost:4100` there. Browsers resolve every name below `localhost` to this machine and trust it like https.
 */
export const simulatedSites = (base: string): SiteMap => {
  const { port } = new URL(base);
  return {
    urlFor: (realUrl) => {
      const url = new URL(realUrl);
      const authority = `${url.hostname}${SUFFIX}${port === '' ? '' : `:${port}`}`;
      return `http://${authority}${url.pathname}${url.search}${url.hash}`;
    },
    cookieDomainFor: (realDomain) => `${realDomain}${SUFFIX}`,
    realUrlOf: (shownUrl) => {
      const url = URL.parse(shownUrl);
      if (url?.protocol !== 'http:' || url.port !== port || !url.hostname.endsWith(SUFFIX))
        return null;
      const host = url.hostname.slice(0, -SUFFIX.length);
      return `https://${host}${url.pathname}${url.search}${url.hash}`;
    },
  };
};

const SUFFIX = '.localhost';

/** True for a host on the list; an entry with a leading dot includes the domain itself and every sub-domain. */
export const isAllowedHost = (host: string, allowed: readonly string[]): boolean =>
  allowed.some((entry) =>
    entry.startsWith('.') ? host === entry.slice(1) || host.endsWith(entry) : host === entry,
  );

/**
 * The real address that a shop's session may visit for `address`, which a gateway, a page or a person named: real or
 * simulated, https, and on a host of the list. Null for everything else (PL8).
 */
export const allowedAddress = (
  address: string,
  sites: SiteMap,
  allowed: readonly string[],
): string | null => {
  const real = URL.parse(sites.realUrlOf(address) ?? address);
  if (real === null || real.protocol !== 'https:' || real.username !== '' || real.password !== '')
    return null;
  return isAllowedHost(real.hostname, allowed) ? real.href : null;
};

/** As `allowedAddress`, for an address that the back office names: no platform's page is on a port of its own (PL8). */
export const allowedLink = (
  link: string,
  sites: SiteMap,
  allowed: readonly string[],
): string | null => {
  const real = allowedAddress(link, sites, allowed);
  return real !== null && new URL(real).port === '' ? real : null;
};
