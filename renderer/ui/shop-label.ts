import { useCallback } from 'react';
import type { Shop } from '#shared/model/shop.ts';
import { plainName } from './plain-text.ts';
import { useTranslation } from '../i18n/use-translation.tsx';

type NamedShop = Pick<Shop, 'alias' | 'name' | 'shopId'>;

/** The name of a shop in the present language: alias, platform name, else the start of the id. */
export const useShopLabel = (): ((shop: NamedShop) => string) => {
  const { t } = useTranslation('ui');
  return useCallback(
    (shop) =>
      plainName(shop.alias ?? '') ||
      plainName(shop.name ?? '') ||
      t('unnamedShop', { id: shop.shopId.slice(0, 8) }),
    [t],
  );
};
