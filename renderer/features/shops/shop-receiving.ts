import type { ShopStateKind } from '#shared/model/shop.ts';
import { assertNever } from '#shared/model/result.ts';

/** How a tab shows its shop: a number where it receives, else why it does not. */
export type TabFace = 'number' | 'busy' | 'amber' | 'red' | 'grey';

export const tabFace = (kind: ShopStateKind): TabFace => {
  switch (kind) {
    case 'online':
    case 'degraded':
      return 'number';
    case 'opening':
    case 'identifying':
      return 'busy';
    case 'challenge':
    case 'login_required':
    case 'kicked':
      return 'amber';
    case 'identity_mismatch':
    case 'adapter_broken':
      return 'red';
    case 'idle':
    case 'offline':
      return 'grey';
    default:
      return assertNever(kind);
  }
};
