import { ExternalLink } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-aria-components';
import type { CardDetail } from '#shared/model/message.ts';
import { readWebLink } from '#shared/model/web-link.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { classNames } from '../class-names.ts';
import { cardFields } from './card-fields.ts';
import { CopyButton } from './CopyButton.tsx';
import { useOpenLink } from './open-link.tsx';
import styles from './PlatformCard.module.css';
import { Thumbnail } from './Thumbnail.tsx';

const IdLine = ({
  name,
  id,
  copyLabel,
}: {
  readonly name: string;
  readonly id: string;
  readonly copyLabel: string;
}) => (
  <span className={styles['id']}>
    <span className={styles['idName']}>{name}</span>
    <span className={classNames(styles['idText'], 'num')} title={id}>
      {id}
    </span>
    <CopyButton text={id} label={copyLabel} />
  </span>
);

/** A product or an order, as a message or pinned beside the chat: picture, title, price, ids to copy, link. */
export const PlatformCard = ({
  type,
  content,
  card,
  isWide = false,
}: {
  readonly type: 'product_card' | 'order_card';
  readonly content: string;
  readonly card: CardDetail | null;
  /** Takes the width of its place instead of its own. */
  readonly isWide?: boolean;
}) => {
  const { t } = useTranslation('ui');
  const openLink = useOpenLink();
  const fields = useMemo(() => cardFields({ type, content, card }), [type, content, card]);
  const { link } = fields;
  return (
    <div className={classNames(styles['card'], isWide && styles['wide'])}>
      <Thumbnail url={fields.imageUrl} kind={fields.kind} />
      <div className={styles['facts']}>
        <span className={styles['title']} title={fields.title ?? undefined}>
          {fields.title ?? fields.raw ?? t(`content.${fields.kind}`)}
        </span>
        {fields.priceText !== null && (
          <span className={classNames(styles['price'], 'num')}>{fields.priceText}</span>
        )}
        {link !== null && (
          <Link
            className={styles['link'] ?? ''}
            onPress={() => {
              openLink(link);
            }}
          >
            <ExternalLink aria-hidden="true" />
            <span className={styles['host']}>{readWebLink(link)?.host}</span>
            <span className="visually-hidden">{t('content.openLink')}</span>
          </Link>
        )}
      </div>
      {(fields.orderId !== null || fields.goodsId !== null) && (
        <div className={styles['ids']}>
          {fields.orderId !== null && (
            <IdLine
              name={t('content.orderId')}
              id={fields.orderId}
              copyLabel={t('content.copyOrderId')}
            />
          )}
          {fields.goodsId !== null && (
            <IdLine
              name={t('content.goodsId')}
              id={fields.goodsId}
              copyLabel={t('content.copyGoodsId')}
            />
          )}
        </div>
      )}
    </div>
  );
};
