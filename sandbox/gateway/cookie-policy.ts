import type { Platform } from '#shared/model/platform.ts';

/** A shop's login as the back office is asked for it. */
export type LoginRequest = {
  readonly storeId: string;
  readonly platform: Platform;
  /** What is to be pushed, good or not; null for what the policy says. */
  readonly cookie: string | null;
};

/** Where the back office has a shop's cookie from. */
export type CookieSources = Readonly<
  Record<'passThrough' | 'plugin', (shop: Omit<LoginRequest, 'cookie'>) => string>
>;

/**
 * Spec 6. `passThrough`: the cookie of the merchant's own browser, which the login request carries. `plugin`: the back office
 * logs in to the platform by itself, and keeps that session while it is good.
 */
const COOKIE_FROM: Readonly<Record<Platform, keyof CookieSources>> = {
  douyin: 'passThrough',
  pdd: 'passThrough',
  jd: 'plugin',
  taobao: 'plugin',
};

/** The cookie to push for this login. */
export const cookieToPush = (request: LoginRequest, sources: CookieSources): string =>
  request.cookie ?? sources[COOKIE_FROM[request.platform]](request);
