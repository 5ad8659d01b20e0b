import { AppWindow, PanelRightClose } from 'lucide-react';
import type { ReactNode } from 'react';
import { buyerLabel } from '#shared/model/conversation.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import type { ConversationFace, ShopFace } from '../../state/replica/faces.ts';
import { useShopPage } from '../../state/shops/shop-page.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { CopyButton } from '../../ui/content/CopyButton.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ConversationHead.module.css';
import { HeadActions } from './HeadActions.tsx';
import { TakeOverSwitch } from './TakeOverSwitch.tsx';

/** 打开平台页面, and 关闭平台页面 while it is open. */
const PlatformPage = ({ shopId }: { readonly shopId: ShopId }) => {
  const { t } = useTranslation('i18n');
  const { isOpen, toggle } = useShopPage(shopId);
  return (
    <IconButton label={t(isOpen ? 'page.close' : 'page.open')} onPress={toggle}>
      {isOpen ? <PanelRightClose aria-hidden="true" /> : <AppWindow aria-hidden="true" />}
    </IconButton>
  );
};

/** Whom the agent talks to, in which shop, and what can be done with the conversation as a whole. */
export const ConversationHead = ({
  conversation,
  shop,
  transfer,
}: {
  readonly conversation: ConversationFace;
  readonly shop: ShopFace;
  /** The transfer button. */
  readonly transfer: ReactNode;
}) => {
  const { t } = useTranslation('conversation');
  const shopLabel = useShopLabel();
  const name = plainName(buyerLabel(conversation));
  const pin = plainName(conversation.buyerPin);
  return (
    <header className={styles['head']}>
      <div className={styles['who']}>
        <h1 className={styles['name']} title={name}>
          {name}
        </h1>
        <div className={styles['sub']}>
          {pin !== name && (
            <span className={styles['account']}>
              <span className={styles['pin']} title={pin}>
                {pin}
              </span>
              <CopyButton text={conversation.buyerPin} label={t('head.copyPin')} />
              <span aria-hidden="true">·</span>
            </span>
          )}
          <PlatformMark platform={shop.platform} size="sm" />
          <span className={styles['shop']} title={shopLabel(shop)}>
            {shopLabel(shop)}
          </span>
        </div>
      </div>
      <div className={styles['actions']}>
        <span className={styles['icons']}>
          <HeadActions conversationKey={conversation.key} />
        </span>
        <TakeOverSwitch conversation={conversation} />
        {transfer}
        <PlatformPage shopId={shop.shopId} />
      </div>
    </header>
  );
};
