import type { Clock } from '../../core/ports/clock.ts';
import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { ShopId } from '#shared/model/ids.ts';
import type { Secret } from '#shared/model/secret.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { parseCookies } from './cookies.ts';
import type { PageHost, SiteMap } from './page-session.ts';
import {
  isMarkOf,
  markOf,
  NOTHING_LEFT_OUT,
  readMark,
  writeMark,
  type SessionMark,
} from './session-mark.ts';

type CookieTrouble = Extract<ShopEvent, { readonly kind: 'cookie.none' | 'cookie.refused' }>;

export type SessionKeeperParts = {
  readonly shopId: ShopId;
  readonly adapter: Adapter;
  readonly pages: PageHost;
  readonly sites: SiteMap;
  readonly clock: Clock;
};

/**
 * The shop's session against the pushes of the back office (PL3): the push is the truth, the session a cache of it.
 * Remembers which shop of the platform the session turned out to be, over restarts, so that a later push of another
 * shop's cookie is noticed (PL5).
 */
export class SessionKeeper {
  readonly #parts: SessionKeeperParts;
  #mark: SessionMark | null = null;
  /** The session is just what was pushed: setting it once more would bring nothing. */
  #isFresh = false;

  constructor(parts: SessionKeeperParts) {
    this.#parts = parts;
  }

  /** Whether the shop's session was made from this push; null (no push) always goes on with it. */
  async isKnown(cookies: Secret | null): Promise<boolean> {
    if (cookies === null) return true;
    const mark = await this.#load();
    return mark !== null && isMarkOf(mark, cookies);
  }

  /** Makes the session ready for a page. Resolves to why it cannot be, null when it is. */
  async prepare(cookies: Secret | null): Promise<CookieTrouble | null> {
    const mark = await this.#load();
    if (cookies === null) return mark === null ? { kind: 'cookie.none' } : null;
    if (mark !== null && isMarkOf(mark, cookies)) return null;
    return this.#replace(cookies, mark);
  }

  /** What of the push that made the session could not be set (PL3); known once it is prepared. */
  leftOut(): CookieNote {
    return this.#mark?.leftOut ?? NOTHING_LEFT_OUT;
  }

  /** Sets the pushed cookies once more over an expired session that was made from them. False when there is no such push. */
  async fallBackToPush(cookies: Secret | null): Promise<boolean> {
    const mark = this.#mark;
    if (cookies === null || mark === null || this.#isFresh) return false;
    return (await this.#replace(cookies, mark)) === null;
  }

  /** Whether the session may turn out to be this shop: the one that it always was, or any before the first. */
  isShop(shopKey: string): boolean {
    const known = this.#mark?.shopKey ?? null;
    return known === null || known === shopKey;
  }

  /** This is the shop, from now on. */
  rememberShop(shopKey: string): void {
    this.#isFresh = false;
    if (this.#mark === null || this.#mark.shopKey !== null) return;
    this.#mark = { ...this.#mark, shopKey };
    // Not kept means that the next start identifies it again.
    this.#keep(this.#mark).catch(() => {});
  }

  async #replace(cookies: Secret, before: SessionMark | null): Promise<CookieTrouble | null> {
    const { adapter, sites, clock, pages, shopId } = this.#parts;
    const { cookieDomain, workbenchUrl } = adapter.manifest;
    const parsed = parseCookies(cookies.reveal(), {
      domain: sites.cookieDomainFor(cookieDomain),
      host: new URL(sites.urlFor(workbenchUrl)).hostname,
      now: clock.now(),
    });
    if (!parsed.ok) return { kind: 'cookie.refused', problem: parsed.problem };
    await pages.replaceCookies(shopId, parsed.cookies);
    this.#mark = markOf(cookies, {
      shopKey: before?.shopKey ?? null,
      leftOut: parsed.leftOut,
    });
    this.#isFresh = true;
    await this.#keep(this.#mark);
    return null;
  }

  #keep(mark: SessionMark): Promise<void> {
    return this.#parts.pages.keepFingerprint(this.#parts.shopId, writeMark(mark));
  }

  async #load(): Promise<SessionMark | null> {
    this.#mark ??= readMark(await this.#parts.pages.cookieFingerprint(this.#parts.shopId));
    return this.#mark;
  }
}
