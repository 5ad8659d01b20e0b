import { AppWindow } from 'lucide-react';
import type { ShopId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useShopWords } from '../../i18n/shop-words.ts';
import type { ShopFace } from '../../state/replica/faces.ts';
import { useNow } from '../../state/now.ts';
import { useShop } from '../../state/replica/replica.ts';
import { ShopAction } from '../../state/shops/ShopAction.tsx';
import { useCookieNote } from '../../state/shops/cookie-note.ts';
import { useShownPage } from '../../state/shops/shop-page.ts';
import { remedyOf } from '../../state/shops/shop-remedy.ts';
import { shopTone } from '../../state/shops/shop-tone.ts';
import { durationText } from '../../ui/duration-text.ts';
import { plainName } from '../../ui/plain-text.ts';
import { PanelSection } from './PanelSection.tsx';
import styles from './ShopStatus.module.css';

const TICK_MS = 5_000;
/** Younger than this is "just now": a counter that runs for a healthy shop only distracts. */
const FRESH_MS = 10_000;

const LastHeard = ({ shopId }: { readonly shopId: ShopId }) => {
  const at = useShop(shopId)?.lastHeardAt ?? null;
  const { t } = useTranslation('buyer-panel');
  const now = useNow(TICK_MS);
  if (at === null) return <>{t('neverHeard')}</>;
  const age = now - at;
  return <>{age < FRESH_MS ? t('heardNow') : t('heardAgo', { time: durationText(age) })}</>;
};

const Page = ({ shop }: { readonly shop: ShopFace }) => {
  const { t } = useTranslation('i18n');
  const isOpen = useShownPage(shop.shopId) !== null;
  return isOpen ? (
    <p className={styles['page']}>
      <AppWindow aria-hidden="true" />
      {t('page.isOpen')}
    </p>
  ) : null;
};

/** PL3: cookies of the push that could not be set. The shop may work all the same, so it is a note and no state. */
const LeftOutCookies = ({ shop }: { readonly shop: ShopFace }) => {
  const { t } = useTranslation('buyer-panel');
  const note = useCookieNote(shop.shopId);
  if (note === null) return null;
  const names = note.names.map((name) => (name === '' ? t('cookieWithoutName') : plainName(name)));
  return (
    <p className={styles['detail']}>
      {t('cookiesLeftOut', { count: note.count })}
      {names.length > 0 && t('cookieNames', { names: names.join(t('cookieBetween')) })}
    </p>
  );
};

/** How this conversation's shop does (PL1, PL2), and the one thing to do when it does not. */
export const ShopStatus = ({ shop }: { readonly shop: ShopFace }) => {
  const { t } = useTranslation('buyer-panel');
  const words = useShopWords()(shop.state);
  const detail = words.about ?? words.technical;
  // The button for the shop's page stands in the conversation's head.
  const hasAction = remedyOf(shop.state) !== 'openPage';
  return (
    <PanelSection title={t('health')}>
      <div className={styles['state']} data-tone={shopTone(shop.state.kind)}>
        <span className={styles['dot']} aria-hidden="true" />
        <p>
          <strong>{words.short}</strong> {words.text}
        </p>
      </div>
      {detail !== null && <p className={styles['detail']}>{detail}</p>}
      <LeftOutCookies shop={shop} />
      <dl className={styles['facts']}>
        <dt>{t('heard')}</dt>
        <dd>
          <LastHeard shopId={shop.shopId} />
        </dd>
      </dl>
      <p className={styles['adapter']}>
        {shop.adapterVersion === null
          ? t('noAdapter')
          : t('unverified', { version: shop.adapterVersion })}
      </p>
      <Page shop={shop} />
      {hasAction && (
        <div className={styles['acts']}>
          <ShopAction shop={shop} todo={styles['todo']} />
        </div>
      )}
    </PanelSection>
  );
};
