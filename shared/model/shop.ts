import type { ShopId, StaffId } from './ids.ts';
import type { Capability, Platform } from './platform.ts';
import type { ShopReason } from './shop-reason.ts';

/** PL1. Only `online` sends. `idle` is a shop for which the back office has pushed no cookie yet (未登录). */
export const SHOP_STATES = [
  'idle',
  'opening',
  'identifying',
  'online',
  'degraded',
  'challenge',
  'login_required',
  'kicked',
  'identity_mismatch',
  'adapter_broken',
  'offline',
] as const;
export type ShopStateKind = (typeof SHOP_STATES)[number];

/**
 * Written by `nextShopState` alone. `reason` says why, as far as there is a sentence for it; `words` are a platform's or the
 * back office's own, shown behind the sentence as they came.
 * `link` is a page that a person must visit (the challenge), shown only in that shop's own session (PL8).
 */
export type ShopState = {
  readonly kind: ShopStateKind;
  readonly since: number;
  readonly reason: ShopReason | null;
  readonly words: string | null;
  readonly link: string | null;
};

export type Shop = {
  readonly shopId: ShopId;
  readonly platform: Platform | null;
  /** The platform's own name of the shop, null until the identity probe told it. */
  readonly name: string | null;
  /** The agent's own short name; shown instead of `name` where set. */
  readonly alias: string | null;
  /** Accent colour as #rrggbb. */
  readonly color: string;
  /** Place among the tabs. */
  readonly position: number;
  readonly state: ShopState;
  readonly capabilities: readonly Capability[];
  /** For example "douyin 1.0.0". Shown with 未经真实账号验证 until a person has verified it. */
  readonly adapterVersion: string | null;
  /** Longest text the platform takes, in characters. */
  readonly textLimit: number;
  /** New conversations of this shop start in this mode (CV6). */
  readonly defaultMode: 'auto' | 'manual';
  /** When the platform page last gave a sign of life. */
  readonly lastHeardAt: number | null;
};

/** True in the states where a person has to do something for the shop to receive again. */
export const needsAttention = (kind: ShopStateKind): boolean =>
  kind === 'challenge' ||
  kind === 'login_required' ||
  kind === 'kicked' ||
  kind === 'identity_mismatch' ||
  kind === 'adapter_broken';

/** One of a shop's service accounts. `status` is the platform's own number, 1 for a usable account. */
export type Staff = {
  readonly staffId: StaffId;
  readonly name: string;
  readonly status: number;
  readonly department: string;
  readonly online: boolean;
};

export type StaffList = {
  readonly shopId: ShopId;
  readonly staff: readonly Staff[];
  readonly updatedAt: number;
};
