import { MessageSquareWarning } from 'lucide-react';
import { useState } from 'react';
import { conversationKey } from '#shared/model/ids.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { useConversation, useShop } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { SentenceLine } from '../../ui/SentenceLine.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ShopAlert.module.css';
import { Waited } from './Waited.tsx';

/**
 * An error of the back office (GW13): whose shop and buyer, its own sentence, since when. It stays until it is read or its
 * challenge is solved, whatever the shop's connection does meanwhile.
 */
export const NoticeAlert = ({ notice }: { readonly notice: ShopNotice }) => {
  const { t } = useTranslation('alerts');
  const { t: shared } = useTranslation('i18n');
  const shopLabel = useShopLabel();
  const shop = useShop(notice.shopId);
  const { shopId, noticeId, buyerPin, linkProblem } = notice;
  const buyer = useConversation(buyerPin === null ? null : conversationKey({ shopId, buyerPin }));
  const { verify, dismiss, isBusy } = useNoticeActions(notice);
  if (shop === null) return null;
  const name = shopLabel(shop);
  const words = plainName(notice.words) || t('noWords');
  const about = [
    buyerPin === null ? null : t('ofBuyer', { name: plainName(buyer?.buyerName ?? buyerPin) }),
    linkProblem === null
      ? null
      : t(`link.${linkProblem.code}`, { host: plainName(linkProblem.host) }),
  ].filter((text) => text !== null);
  return (
    <div
      className={styles['alert']}
      role="alert"
      aria-label={name}
      data-tone="warn"
      data-notice={noticeId}
    >
      <MessageSquareWarning className={styles['icon']} aria-hidden="true" />
      <PlatformMark platform={shop.platform} isSilent />
      <span className={styles['shop']} title={name}>
        {name}
      </span>
      <SentenceLine text={words} about={about}>
        <span className={styles['source']}>{t('office')}</span>
      </SentenceLine>
      <span className={styles['waited']}>
        <Waited since={notice.at} as="since" />
      </span>
      {notice.link !== null && (
        <Button variant="primary" isPending={isBusy} onPress={verify}>
          {shared('remedy.verify')}
        </Button>
      )}
      <Button variant={notice.link === null ? 'primary' : 'quiet'} onPress={dismiss}>
        {t('read')}
      </Button>
    </div>
  );
};

const useNoticeActions = ({ shopId, noticeId }: ShopNotice) => {
  const command = useCommand();
  const [isBusy, setIsBusy] = useState(false);
  return {
    isBusy,
    verify: () => {
      setIsBusy(true);
      void command('shops.showPage', { shopId, noticeId }).finally(() => {
        setIsBusy(false);
      });
    },
    dismiss: () => void command('shops.dismissNotice', { noticeId }),
  };
};
