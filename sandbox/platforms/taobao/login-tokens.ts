import { randomBytes } from 'node:crypto';
import type { SimulatedShop } from '../shop.ts';

const LIFETIME_MS = 60_000;

type Login = {
  readonly shop: SimulatedShop;
  readonly deviceId: string;
  readonly endsAt: number;
};

/** What `mtop.taobao.login.token.get.h5` gives and `/reg` takes, once, from the device that asked for it. */
export class LoginTokens {
  readonly #now: () => number;
  readonly #logins = new Map<string, Login>();

  constructor(now: () => number) {
    this.#now = now;
  }

  give(shop: SimulatedShop, deviceId: string): string {
    for (const [token, { endsAt }] of this.#logins)
      if (endsAt <= this.#now()) this.#logins.delete(token);
    const token = randomBytes(16).toString('hex');
    this.#logins.set(token, { shop, deviceId, endsAt: this.#now() + LIFETIME_MS });
    return token;
  }

  /** The shop that registers, null for a token that is unknown, used, over, or another device's. */
  take(token: string, deviceId: string): SimulatedShop | null {
    const login = this.#logins.get(token);
    this.#logins.delete(token);
    if (login === undefined || login.endsAt <= this.#now()) return null;
    return login.deviceId === deviceId ? login.shop : null;
  }
}
