import type { ShopStateKind } from '#shared/model/shop.ts';
import { assertNever } from '#shared/model/result.ts';

/** The colour of a state: receiving, on its way, wants a person, must not go on, not there. */
export type ShopTone = 'good' | 'busy' | 'warn' | 'bad' | 'off';

export const shopTone = (kind: ShopStateKind): ShopTone => {
  switch (kind) {
    case 'online':
      return 'good';
    case 'opening':
    case 'identifying':
      return 'busy';
    case 'degraded':
    case 'challenge':
    case 'login_required':
    case 'kicked':
      return 'warn';
    case 'identity_mismatch':
    case 'adapter_broken':
      return 'bad';
    case 'idle':
    case 'offline':
      return 'off';
    default:
      return assertNever(kind);
  }
};
