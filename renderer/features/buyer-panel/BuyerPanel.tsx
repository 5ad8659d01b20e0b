import { useMemo, type ReactNode } from 'react';
import type { PinnedCard } from '#shared/model/conversation.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useOpenExternal } from '../../bridge/use-open-external.ts';
import {
  useConversationFace,
  useShopFace,
  type ConversationFace,
  type ShopFace,
} from '../../state/replica/faces.ts';
import { useSelection } from '../../state/selection.ts';
import { CopyButton } from '../../ui/content/CopyButton.tsx';
import { OpenLinkProvider } from '../../ui/content/open-link.tsx';
import { PlatformCard } from '../../ui/content/PlatformCard.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { ShopChip } from '../../ui/ShopChip.tsx';
import { CLOCK_TIME, dateFormat } from '../../i18n/date-format.ts';
import styles from './BuyerPanel.module.css';
import { OfficeNotices } from './OfficeNotices.tsx';
import { PanelSection } from './PanelSection.tsx';
import { ShopStatus } from './ShopStatus.tsx';
import { StaffPresence } from './StaffPresence.tsx';

const Pinned = ({ pinned }: { readonly pinned: PinnedCard }) => {
  const { t } = useTranslation('buyer-panel');
  return (
    <PanelSection title={t(pinned.type === 'order_card' ? 'pinnedOrder' : 'pinnedProduct')}>
      <PlatformCard type={pinned.type} content={pinned.content} card={pinned.card} isWide />
    </PanelSection>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

const FULL_DATE = { year: 'numeric', month: '2-digit', day: '2-digit', ...CLOCK_TIME } as const;

const Buyer = ({
  conversation,
  shop,
}: {
  readonly conversation: ConversationFace;
  readonly shop: ShopFace;
}) => {
  const { t, i18n } = useTranslation('buyer-panel');
  const firstSeen = useMemo(
    () => dateFormat(i18n.language, FULL_DATE).format(conversation.firstSeenAt),
    [conversation.firstSeenAt, i18n.language],
  );
  return (
    <PanelSection title={t('buyer')}>
      <dl className={styles['facts']}>
        <Fact name={t('pin')}>
          <span className={styles['pin']}>{plainName(conversation.buyerPin)}</span>
          <CopyButton text={conversation.buyerPin} label={t('copyPin')} />
        </Fact>
        <Fact name={t('firstSeen')}>
          <time>{firstSeen}</time>
        </Fact>
        <Fact name={t('shop')}>
          <ShopChip shop={shop} />
        </Fact>
        <Fact name={t('mode')}>{t(conversation.mode.kind)}</Fact>
      </dl>
    </PanelSection>
  );
};

/** Beside the chat: what the talk is about, who the buyer is, how the shop does. */
export const BuyerPanel = () => {
  const { t } = useTranslation('buyer-panel');
  const openExternal = useOpenExternal();
  const key = useSelection((state) => state.conversationKey);
  const conversation = useConversationFace(key);
  const shop = useShopFace(conversation?.shopId ?? null);
  if (conversation === null || shop === null) return null;
  return (
    <OpenLinkProvider openExternal={openExternal}>
      <aside className={styles['panel']} aria-label={t('region')}>
        {conversation.pinned !== null && <Pinned pinned={conversation.pinned} />}
        <Buyer conversation={conversation} shop={shop} />
        <StaffPresence shopId={shop.shopId} />
        <OfficeNotices key={`notices-${shop.shopId}`} shopId={shop.shopId} />
        <ShopStatus key={shop.shopId} shop={shop} />
      </aside>
    </OpenLinkProvider>
  );
};
