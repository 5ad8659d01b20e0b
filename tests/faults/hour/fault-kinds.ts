import type { GatewayFault } from '../../../sandbox/gateway/gateway-faults.ts';
import type { ShopFault } from '../../../sandbox/platforms/shop-faults.ts';
import type { SeededRandom } from '../../../sandbox/seeded.ts';

type Body = { readonly kind: string } & Record<string, unknown>;
type ShopKind = Exclude<ShopFault['kind'], 'none'>;
type GatewayKind = Exclude<GatewayFault['kind'], 'none'>;

/** Every fault that the sandbox can do to a shop: a new kind does not compile until it is here. */
const SHOP: Readonly<Record<ShopKind, (random: SeededRandom) => object>> = {
  expire: () => ({}),
  kick: () => ({}),
  challenge: (random) => ({ mode: random.pick(['redirect', 'overlay']) }),
  silent: () => ({}),
  drift: (random) => ({ what: random.pick(['object', 'field', 'codec']) }),
  lost_echo: (random) => ({
    mode: random.pick(['pending', 'empty']),
    count: random.between(1, 3),
  }),
  slow: (random) => ({ ms: random.between(200, 6_000) }),
  reject: (random) => ({ scope: random.pick(['send', 'all']), count: random.between(1, 3) }),
  duplicate: () => ({}),
  disorder: () => ({}),
  late_transfer: (random) => ({ ms: random.between(1_000, 10_000) }),
  late: (random) => ({ ms: random.between(1_000, 12_000) }),
  rotate: () => ({}),
  http: (random) => ({ status: random.pick([403, 429, 500, 503]) }),
};

/** Every fault of the line to the back office; a flood has its buyer from the caller. */
const GATEWAY: Readonly<Record<GatewayKind, (random: SeededRandom) => object>> = {
  drop: (random) => ({ for_ms: random.between(0, 8_000) }),
  half_open: () => ({}),
  reject_token: () => ({}),
  flood: (random) => ({ count: random.between(5, 25) }),
  garbage: (random) => ({ count: random.between(5, 60) }),
  slow: (random) => ({ ms: random.between(100, 2_000) }),
  refuse: (random) => ({ status: random.pick([429, 500, 503]), retry_after: 2 }),
  no_success: () => ({}),
  close: (random) => ({ code: random.pick([1000, 1001, 1011, 1012, 1013, 4000]) }),
};

const pick = <Kind extends string>(
  table: Readonly<Record<Kind, (random: SeededRandom) => object>>,
  random: SeededRandom,
): Body => {
  const kind = random.pick(Object.keys(table) as Kind[]);
  return { kind, ...table[kind](random) };
};

export const randomShopFault = (random: SeededRandom): Body => pick(SHOP, random);
export const randomGatewayFault = (random: SeededRandom): Body => pick(GATEWAY, random);
