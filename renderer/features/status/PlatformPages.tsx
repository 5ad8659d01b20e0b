import { useState } from 'react';
import type { LivePages } from '#shared/model/live-pages.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShop, useShops } from '../../state/replica/replica.ts';
import { FoldButton } from '../../ui/FoldButton.tsx';
import { PlatformMark } from '../../ui/PlatformMark.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ConnectionPanel.module.css';
import { memoryText, pagesByShop, totalOf, type ShopPages } from './pages-by-shop.ts';
import { useAsked } from './use-asked.ts';

/** Looking at every process costs the computer something, too. */
const ASK_EVERY_MS = 5_000;

const PagesRow = ({ pages }: { readonly pages: ShopPages }) => {
  const { t } = useTranslation('status');
  const shopLabel = useShopLabel();
  const shop = useShop(pages.shopId);
  const { count, shown, bytes, isShared } = pages;
  return (
    <li>
      <PlatformMark platform={shop?.platform ?? null} />
      <span className={styles['shopName']}>{shop === null ? pages.shopId : shopLabel(shop)}</span>
      <span className={styles['quiet']}>
        {[
          ...(count > 1 ? [t('pages.count', { count })] : []),
          t(shown > 0 ? 'pages.shown' : 'pages.hidden'),
          ...(isShared ? [t('pages.shared')] : []),
        ].join(' · ')}
      </span>
      <span className="num" title={isShared ? t('pages.sharedHint') : ''}>
        {bytes === null ? t('pages.unknown') : memoryText(bytes)}
      </span>
    </li>
  );
};

const Sum = ({ live, waiting }: { readonly live: LivePages; readonly waiting: number }) => {
  const { t } = useTranslation('status');
  const { pages, browserBytes } = live;
  const { bytes, isWhole } = totalOf(pages);
  const memory = memoryText(bytes);
  const parts = [
    ...(pages.length > 0 ? [t('pages.count', { count: pages.length })] : []),
    ...(bytes > 0 ? [isWhole ? memory : t('pages.atLeast', { memory })] : []),
    ...(browserBytes === null ? [] : [t('pages.browser', { memory: memoryText(browserBytes) })]),
    ...(waiting > 0 ? [t('pages.waiting', { count: waiting })] : []),
  ];
  return <span className={`${styles['sum'] ?? ''} num`}>{parts.join(' · ')}</span>;
};

/** How many platform pages are open, and what memory they cost. */
export const PlatformPages = () => {
  const { t } = useTranslation('status');
  const [isShown, setIsShown] = useState(false);
  const { value: live, isRefused } = useAsked('diagnostics.loadPages', ASK_EVERY_MS);
  const waiting = useShops().filter(({ state }) => state.reason?.code === 'queued').length;
  return (
    <section aria-label={t('pages.title')}>
      <h3 className={styles['title']}>
        {t('pages.title')}
        {live !== null && <Sum live={live} waiting={waiting} />}
        {live !== null && live.pages.length > 0 && (
          <FoldButton
            isOpen={isShown}
            onChange={setIsShown}
            text={t(isShown ? 'fold' : 'pages.details')}
          />
        )}
      </h3>
      {live !== null && live.outdatedVersion !== null && (
        <p className={styles['none']}>{t('pages.outdated', { version: live.outdatedVersion })}</p>
      )}
      {live === null ? (
        <p className={styles['none']}>{t(isRefused ? 'pages.refused' : 'pages.counting')}</p>
      ) : live.pages.length === 0 ? (
        <p className={styles['none']}>{t('pages.none')}</p>
      ) : (
        // The shops stand in the list above already; what each page costs is for whoever wants to know.
        isShown && (
          <ul className={styles['pages']}>
            {pagesByShop(live.pages).map((pages) => (
              <PagesRow key={pages.shopId} pages={pages} />
            ))}
          </ul>
        )
      )}
    </section>
  );
};
