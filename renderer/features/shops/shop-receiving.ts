import type { ShopStateKind } from '#shared/model/shop.ts';
import { shopTone, type ShopTone } from '../../state/shop-tone.ts';

/** How a tab shows its shop: a number where it receives, else why it does not, in the colour of its state. */
export type TabFace = 'number' | Exclude<ShopTone, 'good'>;

export const tabFace = (kind: ShopStateKind): TabFace => {
  const tone = shopTone(kind);
  return tone === 'good' || kind === 'degraded' ? 'number' : tone;
};
