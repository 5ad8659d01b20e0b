import type { Platform } from '#shared/model/platform.ts';

/** A shop's login as the back office is asked for it. */
export type LoginRequest = {
  readonly storeId: string;
  readonly platform: Platform;
  /** What the request carries. */
  readonly cookie: string;
};

/** The back office's plugin: logs in to the shop's platform by itself and answers the cookie of that new session. */
export type CookiePlugin = (shop: Omit<LoginRequest, 'cookie'>) => string;

/** Spec 6. `passThrough`: the cookie of the login request as it is. `plugin`: whatever the request carries, one of its own. */
const COOKIE_FROM: Readonly<Record<Platform, 'passThrough' | 'plugin'>> = {
  douyin: 'passThrough',
  pdd: 'passThrough',
  jd: 'plugin',
  taobao: 'plugin',
};

/** The cookie to push for this login. */
export const cookieToPush = (request: LoginRequest, plugin: CookiePlugin): string =>
  COOKIE_FROM[request.platform] === 'plugin' ? plugin(request) : request.cookie;
