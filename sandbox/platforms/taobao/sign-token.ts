import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { SimulatedShop } from '../shop.ts';

const LIFETIME_MS = 60_000;

export type Signed = {
  readonly t: string;
  readonly appKey: string;
  readonly data: string;
  readonly sign: string;
};

/**
 * `_m_h5_tk`, the short-lived token that the page's `mtop` signs with: `<token>_<end in ms>`. The real signature is an MD5,
 * this one a SHA-256, because a page can make that by itself.
 */
export class SignTokens {
  readonly #secret = randomBytes(32);
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new cookie value for the shop's page. */
  next(shop: SimulatedShop): string {
    const endsAt = this.#now() + LIFETIME_MS;
    return `${this.#tokenOf(shop, endsAt)}_${endsAt}`;
  }

  /** What is wrong with a signed call, as `mtop` says it; null when nothing is. */
  refusal(shop: SimulatedShop, cookie: string | undefined, signed: Signed): string | null {
    if (cookie === undefined) return 'FAIL_SYS_TOKEN_EMPTY::令牌为空';
    const [token = '', end = ''] = cookie.split('_');
    const endsAt = Number(end);
    if (endsAt <= this.#now() || token !== this.#tokenOf(shop, endsAt))
      return 'FAIL_SYS_TOKEN_EXOIRED::令牌过期';
    const { t, appKey, data, sign } = signed;
    const right = createHash('sha256').update(`${token}&${t}&${appKey}&${data}`).digest('hex');
    return sign === right ? null : 'FAIL_SYS_ILLEGAL_ACCESS::非法请求';
  }

  #tokenOf(shop: SimulatedShop, endsAt: number): string {
    const hmac = createHmac('sha256', this.#secret).update(`${shop.shopKey} ${endsAt}`);
    return hmac.digest('hex').slice(0, 32);
  }
}
