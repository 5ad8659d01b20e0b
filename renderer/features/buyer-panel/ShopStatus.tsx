import { AppWindow } from 'lucide-react';
import type { CookieNote } from '#shared/model/cookie-note.ts';
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

const PageIsOpen = () => {
  const { t } = useTranslation('i18n');
  return (
    <p className={styles['page']}>
      <AppWindow aria-hidden="true" />
      {t('page.isOpen')}
    </p>
  );
};

/** PL3: cookies of the push that could not be set. The shop may work all the same, so it is a note and no state. */
const LeftOutCookies = ({ note }: { readonly note: CookieNote }) => {
  const { t } = useTranslation('buyer-panel');
  const names = note.names.map((name) => (name === '' ? t('cookieWithoutName') : plainName(name)));
  return (
    <p className={styles['detail']}>
      {t('cookiesLeftOut', { count: note.count })}
      {names.length > 0 && t('cookieNames', { names: names.join(t('cookieBetween')) })}
    </p>
  );
};

/** How this conversation's shop does when it is not well (PL1, PL2), and the one thing to do about it. */
export const ShopStatus = ({ shop }: { readonly shop: ShopFace }) => {
  const { t } = useTranslation('buyer-panel');
  const words = useShopWords()(shop.state);
  const detail = words.about ?? words.technical;
  // The button for the shop's page stands in the conversation's head.
  const hasAction = remedyOf(shop.state) !== 'openPage';
  const note = useCookieNote(shop.shopId);
  const isPageOpen = useShownPage(shop.shopId) !== null;
  if (shopTone(shop.state.kind) === 'good' && note === null && !isPageOpen) return null;
  return (
    <PanelSection title={t('health')}>
      <div className={styles['state']} data-tone={shopTone(shop.state.kind)}>
        <span className={styles['dot']} aria-hidden="true" />
        <p>
          <strong>{words.short}</strong> {words.text}
        </p>
      </div>
      {detail !== null && <p className={styles['detail']}>{detail}</p>}
      {note !== null && <LeftOutCookies note={note} />}
      <dl className={styles['facts']}>
        <dt>{t('heard')}</dt>
        <dd>
          <LastHeard shopId={shop.shopId} />
        </dd>
      </dl>
      {isPageOpen && <PageIsOpen />}
      {hasAction && (
        <div className={styles['acts']}>
          <ShopAction shop={shop} todo={styles['todo']} />
        </div>
      )}
    </PanelSection>
  );
};
