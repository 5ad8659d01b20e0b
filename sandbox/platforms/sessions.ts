import { SeededRandom } from '../seeded.ts';
import type { SimulatedShop } from './shop.ts';
import { SITES } from './sites.ts';

const ROTATION_GRACE_MS = 60_000;

type Session = { readonly shop: SimulatedShop; endsAt: number | null; endedByExpire: boolean };

/** Who is logged in with which session cookie, over all platforms. Session texts are random and good for one shop. */
export class Sessions {
  readonly #random: SeededRandom;
  readonly #now: () => number;
  readonly #byText = new Map<string, Session>();
  /** The whole cookie text that the back office holds for a shop. */
  readonly #cookieOf = new Map<string, string>();

  constructor(seed: string, now: () => number) {
    this.#random = new SeededRandom(`sessions ${seed}`);
    this.#now = now;
  }

  /** A new session; answers the whole cookie, as a browser would send it. */
  begin(shop: SimulatedShop): string {
    const site = SITES[shop.platform];
    const others = site.otherCookies.map((cookie) => cookie.replaceAll('{hex}', this.#hex(20)));
    const cookie = [`${site.sessionCookie}=${this.#newSession(shop)}`, ...others].join('; ');
    this.#cookieOf.set(shop.storeId, cookie);
    return cookie;
  }

  /** The shop's cookie while it is good, else a new one. */
  currentCookie(shop: SimulatedShop): string {
    const cookie = this.#cookieOf.get(shop.storeId);
    if (cookie === undefined) return this.begin(shop);
    const text = cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    return this.shopOf(shop.platform, text) === shop ? cookie : this.begin(shop);
  }

  /** The shop that a session text belongs to, null when it is unknown, ended, or another platform's. */
  shopOf(platform: SimulatedShop['platform'], text: string | undefined): SimulatedShop | null {
    const session = text === undefined ? undefined : this.#byText.get(text);
    if (session === undefined || session.shop.platform !== platform) return null;
    return session.endsAt !== null && session.endsAt <= this.#now() ? null : session.shop;
  }

  /** Ends every session of a shop. */
  expire(shop: SimulatedShop): void {
    for (const session of this.#byText.values()) {
      if (session.shop !== shop || (session.endsAt ?? Infinity) <= this.#now()) continue;
      session.endsAt = this.#now();
      session.endedByExpire = true;
    }
  }

  /** Undoes `expire`: the fault is over, as if it had not been. */
  revive(shop: SimulatedShop): void {
    for (const session of this.#byText.values()) {
      if (session.shop !== shop || !session.endedByExpire) continue;
      session.endsAt = null;
      session.endedByExpire = false;
    }
  }

  /** A second session text for a shop whose cookie rotates; the old one stays good for a minute. */
  rotate(shop: SimulatedShop, oldText: string): string {
    const old = this.#byText.get(oldText);
    if (old !== undefined) old.endsAt ??= this.#now() + ROTATION_GRACE_MS;
    const text = this.#newSession(shop);
    const cookie = this.#cookieOf.get(shop.storeId);
    if (cookie !== undefined) {
      const rest = cookie.slice(cookie.indexOf(';'));
      this.#cookieOf.set(shop.storeId, `${SITES[shop.platform].sessionCookie}=${text}${rest}`);
    }
    return text;
  }

  #newSession(shop: SimulatedShop): string {
    const end = (SITES[shop.platform].sessionEnd ?? '')
      .replace('{shop}', shop.shopKey)
      .replace('{agent}', shop.agent.id);
    const text = this.#hex(32) + end;
    this.#byText.set(text, { shop, endsAt: null, endedByExpire: false });
    return text;
  }

  #hex(length: number): string {
    return Array.from({ length }, () => this.#random.between(0, 15).toString(16)).join('');
  }
}
