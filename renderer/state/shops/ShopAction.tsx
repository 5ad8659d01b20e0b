import type { Shop } from '#shared/model/shop.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { Button, type ButtonProps } from '../../ui/Button.tsx';
import { useShopPage } from './shop-page.ts';
import { isButton, remedyOf, useRemedy, type RemedyButton } from './shop-remedy.ts';

type Look = Pick<ButtonProps, 'variant' | 'className'>;

/** 打开平台页面, and 关闭平台页面 while it is open. */
export const ShopPageButton = ({
  shop,
  ...look
}: Look & { readonly shop: Pick<Shop, 'shopId'> }) => {
  const { t } = useTranslation('i18n');
  const { isOpen, toggle } = useShopPage(shop.shopId);
  return (
    <Button {...look} onPress={toggle}>
      {t(isOpen ? 'page.close' : 'page.open')}
    </Button>
  );
};

const RemedyPress = ({
  shop,
  remedy,
  ...look
}: Look & { readonly shop: Pick<Shop, 'shopId'>; readonly remedy: RemedyButton }) => {
  const { t } = useTranslation('i18n');
  const { isBusy, run } = useRemedy(shop, remedy);
  return (
    // Pending, not disabled: the focus stays on it.
    <Button {...look} isPending={isBusy} onPress={run}>
      {t(`remedy.${remedy}`)}
    </Button>
  );
};

/** The one thing to do about a shop's state (PL1), the same wherever the shop is named. */
export const ShopAction = ({
  shop,
  todo,
  ...look
}: Look & {
  readonly shop: Pick<Shop, 'shopId' | 'state'>;
  /** The look of what is said instead of a button. */
  readonly todo?: string | undefined;
}) => {
  const { t } = useTranslation('i18n');
  const remedy = remedyOf(shop.state);
  if (remedy === 'openPage') return <ShopPageButton shop={shop} {...look} />;
  if (isButton(remedy)) return <RemedyPress shop={shop} remedy={remedy} {...look} />;
  return <span className={todo}>{t(`remedy.${remedy}`)}</span>;
};
