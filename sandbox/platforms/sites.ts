import { PLATFORMS, type Platform } from '#shared/model/platform.ts';

/**
 * Where each platform lives, by real host name; the sandbox serves `<real host>.localhost:PORT`.
 * Addresses and cookie names as published by their merchants' tools between 2023 and 2026.
 */
export type Site = {
  readonly platform: Platform;
  readonly displayName: string;
  readonly workbenchUrls: readonly [string, ...string[]];
  /** Host of the api that its pages ask. */
  readonly apiHost: string;
  /** Hosts of its pages' sockets outside the cookies' domain: no cookie of it comes there. */
  readonly socketHosts?: readonly string[];
  readonly loginUrl: string;
  readonly challengeUrl: string;
  /** Parent domain of the cookies, with a leading dot. */
  readonly cookieDomain: string;
  /** The cookie that is the session. */
  readonly sessionCookie: string;
  /** The rest of a plausible cookie; `{hex}` becomes random text. */
  readonly otherCookies: readonly string[];
  /** How the session's text ends; `{shop}` and `{agent}` become the platform's ids. */
  readonly sessionEnd?: string;
  /** Said on the page; null where the shapes are the platform's own. */
  readonly interimNote: string | null;
};

export const SITES: Readonly<Record<Platform, Site>> = {
  jd: {
    platform: 'jd',
    displayName: '京东',
    workbenchUrls: ['https://dongdong.jd.com/'],
    apiHost: 'dongdong.jd.com',
    loginUrl: 'https://passport.jd.com/new/login.aspx',
    challengeUrl: 'https://safe.jd.com/verify.html',
    cookieDomain: '.jd.com',
    sessionCookie: 'thor',
    otherCookies: ['pin=service_{hex}', 'pinId={hex}', 'unick=%E5%AE%A2%E6%9C%8D'],
    interimNote: null,
  },
  taobao: {
    platform: 'taobao',
    displayName: '淘宝',
    workbenchUrls: ['https://myseller.taobao.com/', 'https://qn.taobao.com/home.html'],
    apiHost: 'h5api.m.taobao.com',
    socketHosts: ['wss-cntaobao.dingtalk.com'],
    loginUrl: 'https://login.taobao.com/member/login.jhtml',
    challengeUrl: 'https://myseller.taobao.com/_____tmd_____/punish',
    cookieDomain: '.taobao.com',
    sessionCookie: 'cookie2',
    // `_m_h5_tk` as it is pushed is over long since: the page's own client gets the next one by `Set-Cookie`.
    otherCookies: [
      'unb={hex}',
      'sgcookie=E100{hex}%2B==',
      '_tb_token_={hex}',
      '_m_h5_tk={hex}_1700000000000',
    ],
    interimNote: null,
  },
  douyin: {
    platform: 'douyin',
    displayName: '抖音',
    workbenchUrls: ['https://im.jinritemai.com/pc_seller_v2/main/workspace'],
    apiHost: 'pigeon.jinritemai.com',
    loginUrl: 'https://fxg.jinritemai.com/login/common',
    challengeUrl: 'https://verify.jinritemai.com/captcha',
    cookieDomain: '.jinritemai.com',
    sessionCookie: 'sessionid',
    // The value of sid_guard holds "=" itself: whoever splits on every one of them loses the end.
    otherCookies: ['sid_guard={hex}|1790000000|5184000==', 'uid_tt={hex}', 'ttwid=1%7C{hex}'],
    interimNote: null,
  },
  pdd: {
    platform: 'pdd',
    displayName: '拼多多',
    workbenchUrls: ['https://mms.pinduoduo.com/chat-merchant/index.html'],
    apiHost: 'mms.pinduoduo.com',
    loginUrl: 'https://mms.pinduoduo.com/login',
    challengeUrl: 'https://mms.pinduoduo.com/verify',
    cookieDomain: '.pinduoduo.com',
    sessionCookie: 'PASS_ID',
    sessionEnd: '_{shop}_{agent}',
    otherCookies: ['api_uid={hex}==', 'mms_b84d1838={hex}'],
    interimNote: null,
  },
};

/** What a host and path of the simulated web are. */
export type SitePlace =
  | { readonly kind: 'workbench' | 'login' | 'challenge' | 'page'; readonly site: Site }
  | { readonly kind: 'nowhere' };

/** The real host behind a `Host` header, or null for an address that is none of the simulated sites. */
export const realHostOf = (hostHeader: string | undefined): string | null => {
  const match = /^(.+)\.localhost(?::\d+)?$/u.exec(hostHeader ?? '');
  return match?.[1]?.toLowerCase() ?? null;
};

/** The sandbox's address of a real one. */
export const simulatedUrl = (realUrl: string, port: number): string => {
  const url = new URL(realUrl);
  return `http://${url.hostname}.localhost:${port}${url.pathname}${url.search}`;
};

const isAt = (realUrl: string, host: string, path: string): boolean => {
  const url = new URL(realUrl);
  return url.hostname === host && url.pathname === path;
};

/** `page` is anything else on a host of the platform: its api, the files and calls of its own pages. */
export const placeOf = (host: string, path: string): SitePlace => {
  const site = PLATFORMS.map((platform) => SITES[platform]).find(
    ({ cookieDomain, socketHosts = [] }) =>
      host.endsWith(cookieDomain) || `.${host}` === cookieDomain || socketHosts.includes(host),
  );
  if (site === undefined) return { kind: 'nowhere' };
  if (site.workbenchUrls.some((url) => isAt(url, host, path))) return { kind: 'workbench', site };
  if (isAt(site.loginUrl, host, path)) return { kind: 'login', site };
  // Challenge addresses vary in path: the whole host is theirs where they have one of their own.
  const challengeHost = new URL(site.challengeUrl).hostname;
  const otherHosts = [site.apiHost, ...site.workbenchUrls.map((url) => new URL(url).hostname)];
  const hasOwnChallengeHost = !otherHosts.includes(challengeHost);
  if (isAt(site.challengeUrl, host, path)) return { kind: 'challenge', site };
  if (hasOwnChallengeHost && host === challengeHost && !path.startsWith('/_sim/')) {
    return { kind: 'challenge', site };
  }
  return { kind: 'page', site };
};

/** `Set-Cookie` of a session on the simulated parent domain. */
export const sessionCookieHeader = (site: Site, text: string): string =>
  `${site.sessionCookie}=${text}; Domain=${site.cookieDomain}.localhost; Path=/; HttpOnly; Max-Age=2592000`;
