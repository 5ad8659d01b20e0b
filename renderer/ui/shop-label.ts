import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Shop } from '#shared/model/shop.ts';

type NamedShop = Pick<Shop, 'alias' | 'name' | 'shopId'>;

/** The name of a shop in the present language: alias, platform name, else the start of the id. */
export const useShopLabel = (): ((shop: NamedShop) => string) => {
  const { t } = useTranslation('ui');
  return useCallback(
    (shop) => shop.alias ?? shop.name ?? t('unnamedShop', { id: shop.shopId.slice(0, 8) }),
    [t],
  );
};
