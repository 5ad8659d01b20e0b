/**
 * Stock Chromium knows no scheme of an app's own. `app://x/` is `https://x.app.invalid/` inside the browser, a secure origin that no
 * name server knows, and is translated at every edge.
 */
const schemes = new Set<string>();

export const registerScheme = (scheme: string): void => void schemes.add(scheme);

export const toInside = (address: string): string => {
  const url = URL.parse(address);
  const scheme = url?.protocol.slice(0, -1) ?? '';
  if (url === null || !schemes.has(scheme)) return address;
  return `https://${url.host}.${scheme}.invalid${url.pathname}${url.search}${url.hash}`;
};

export const toOutside = (address: string): string => {
  const found = /^https:\/\/([^/]+)\.([a-z]+)\.invalid(?=\/|$)/u.exec(address);
  const [inside = '', host = '', scheme = ''] = found ?? [];
  return schemes.has(scheme) ? `${scheme}://${host}${address.slice(inside.length)}` : address;
};

export const schemeOf = (address: string): string =>
  URL.parse(address)?.protocol.slice(0, -1) ?? '';
