import { AppWindow } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { Shop, ShopStateKind } from '#shared/model/shop.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useWaitingCount } from '../../state/replica/waiting-counts.ts';
import { useShopWords } from '../../i18n/shop-words.ts';
import { useShownPage } from '../../state/shops/shop-page.ts';
import { Badge } from '../../ui/Badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { plainName } from '../../ui/plain-text.ts';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ShopTab.module.css';
import { shopTone, type ShopTone } from '../../state/shops/shop-tone.ts';

/** How a tab shows its shop: a number where it receives, else why it does not, in the colour of its state. */
type TabFace = 'number' | Exclude<ShopTone, 'good'>;

const tabFace = (kind: ShopStateKind): TabFace => {
  const tone = shopTone(kind);
  return tone === 'good' || kind === 'degraded' ? 'number' : tone;
};

type Choosing = {
  readonly isChosen: boolean;
  /** The element that the tabs control, null while it is not there. */
  readonly panelId: string | null;
};

const useWaitingText = (): ((waiting: number) => string) => {
  const { t } = useTranslation('shops');
  return (waiting) => (waiting === 0 ? t('nobodyWaits') : t('waiting', { count: waiting }));
};

/** What every tab of the list is; it comes into sight when it is chosen, by whatever way. */
const useTab = ({ isChosen, panelId }: Choosing) => {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isChosen) ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isChosen]);
  return {
    ref,
    type: 'button',
    role: 'tab',
    'aria-selected': isChosen,
    ...(panelId === null ? {} : { 'aria-controls': panelId }),
    tabIndex: isChosen ? 0 : -1,
  } as const;
};

/** 全部店铺: the sum. */
export const AllShopsTab = ({
  isChosen,
  shops,
  panelId,
}: Choosing & { readonly shops: readonly Shop[] }) => {
  const { t } = useTranslation('shops');
  const waitingText = useWaitingText();
  const waiting = useWaitingCount(null);
  const tab = useTab({ isChosen, panelId });
  const online = shops.filter((shop) => shop.state.kind === 'online').length;
  return (
    <button
      {...tab}
      aria-description={`${t('shopsOnline', { online, all: shops.length })}, ${waitingText(waiting)}`}
      className={classNames(styles['tab'], isChosen && styles['chosen'])}
    >
      <span className={styles['name']}>{t('all')}</span>
      <Badge count={waiting} tone={waiting === 0 ? 'soft' : 'red'} />
    </button>
  );
};

const Face = ({ shop, waiting }: { readonly shop: Shop; readonly waiting: number }) => {
  const { t } = useTranslation('i18n');
  const face = tabFace(shop.state.kind);
  if (face !== 'number') {
    return (
      <span aria-hidden="true" className={styles['chip']} data-tone={face}>
        {t(`state.${shop.state.kind}.short`)}
      </span>
    );
  }
  return (
    <>
      {shop.state.kind === 'degraded' && <span aria-hidden="true" className={styles['unsteady']} />}
      <Badge count={waiting} tone={waiting === 0 ? 'soft' : 'red'} />
    </>
  );
};

/**
 * One shop. Its name is its text alone: mark, number and chip are in the description. Not receiving shows instead of a number,
 * because the number would be a guess. There may be hundreds: one renders when its own shop changes, what is done with it is
 * heard by the list.
 */
export const ShopTab = memo(function ShopTab({
  shop,
  isChosen,
  isDragged,
  panelId,
}: Choosing & { readonly shop: Shop; readonly isDragged: boolean }) {
  const { t } = useTranslation(['i18n', 'ui']);
  const shopLabel = useShopLabel();
  const waitingText = useWaitingText();
  const waiting = useWaitingCount(shop.shopId);
  const tab = useTab({ isChosen, panelId });
  const name = shopLabel(shop);
  const platform = t(`platform.${shop.platform ?? 'other'}.name`, { ns: 'ui' });
  const { text, about } = useShopWords()(shop.state);
  const isPageOpen = useShownPage(shop.shopId) !== null;
  const state = [text, about, isPageOpen ? t('page.isOpen') : null].filter(Boolean).join(' · ');
  return (
    <button
      {...tab}
      aria-description={`${platform}, ${state}, ${waitingText(waiting)}`}
      title={`${platform} · ${state}${shop.alias === null || shop.name === null ? '' : ` · ${plainName(shop.name)}`}`}
      data-shop={shop.shopId}
      data-state={shop.state.kind}
      className={classNames(
        styles['tab'],
        isChosen && styles['chosen'],
        isDragged && styles['dragged'],
      )}
      style={{ '--shop': shop.color }}
      draggable
    >
      <PlatformMark platform={shop.platform} isSilent />
      <span className={styles['name']}>{name}</span>
      {isPageOpen && <AppWindow aria-hidden="true" className={styles['page']} />}
      <Face shop={shop} waiting={waiting} />
    </button>
  );
});
