import { AppWindow, Palette, RefreshCw, Trash2 } from 'lucide-react';
import type { ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useShop } from '../../state/replica/replica.ts';
import { useShopPage } from '../../state/shops/shop-page.ts';
import { ContextMenu } from '../../ui/Menu.tsx';

/** What a right click on a shop's tab offers. */
export const ShopTabMenu = ({
  shopId,
  at,
  onEdit,
  onRemove,
  onClose,
}: {
  readonly shopId: ShopId;
  readonly at: { readonly x: number; readonly y: number };
  readonly onEdit: (shopId: ShopId) => void;
  /** Asks first. */
  readonly onRemove: (shopId: ShopId) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation(['shops', 'i18n']);
  const command = useCommand();
  const shop = useShop(shopId);
  const page = useShopPage(shopId);
  const hasPage = shop !== null && shop.state.kind !== 'idle';
  return (
    <ContextMenu
      label={t('menu')}
      at={at}
      onClose={onClose}
      entries={[
        {
          id: 'page',
          label: t(page.isOpen ? 'i18n:page.close' : 'i18n:page.open'),
          icon: <AppWindow />,
          isDisabled: !hasPage,
          ...(hasPage ? {} : { hint: t('i18n:page.none') }),
          onAction: page.toggle,
        },
        {
          id: 'retry',
          label: t('retry'),
          icon: <RefreshCw />,
          onAction: () => void command('shops.retry', { shopId }),
        },
        {
          id: 'edit',
          label: t('edit'),
          icon: <Palette />,
          onAction: () => {
            onEdit(shopId);
          },
        },
        {
          id: 'remove',
          label: t('remove'),
          icon: <Trash2 />,
          onAction: () => {
            onRemove(shopId);
          },
        },
      ]}
    />
  );
};
