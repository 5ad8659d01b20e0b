import { useTranslation } from 'react-i18next';
import type { ShopId } from '#shared/model/ids.ts';
import { needsAttention } from '#shared/model/shop.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import type { ShopFace } from '../../state/faces.ts';
import { useNow } from '../../state/now.ts';
import { useShop } from '../../state/replica.ts';
import { useShopRemedy } from '../../state/shop-remedy.ts';
import { Button } from '../../ui/Button.tsx';
import { durationText } from '../../ui/duration-text.ts';
import { PanelSection } from './PanelSection.tsx';
import styles from './ShopHealth.module.css';

const TICK_MS = 5_000;
/** Younger than this is "just now": a counter that runs for a healthy shop only distracts. */
const FRESH_MS = 10_000;

const toneOf = (shop: ShopFace): 'good' | 'calm' | 'warn' | 'bad' => {
  const { kind } = shop.state;
  if (kind === 'online') return 'good';
  if (kind === 'opening' || kind === 'identifying') return 'calm';
  return needsAttention(kind) ? 'bad' : 'warn';
};

const LastHeard = ({ shopId }: { readonly shopId: ShopId }) => {
  const at = useShop(shopId)?.lastHeardAt ?? null;
  const { t } = useTranslation('buyer-panel');
  const now = useNow(TICK_MS);
  if (at === null) return <>{t('neverHeard')}</>;
  const age = now - at;
  return <>{age < FRESH_MS ? t('heardNow') : t('heardAgo', { time: durationText(age) })}</>;
};

/** How this conversation's shop does (PL1, PL2), and the one thing to do when it does not. */
export const ShopHealth = ({ shop }: { readonly shop: ShopFace }) => {
  const { t } = useTranslation(['buyer-panel', 'i18n']);
  const errorText = useErrorText();
  const { remedy, isBusy, error, run } = useShopRemedy(shop);
  const { kind, detail } = shop.state;
  return (
    <PanelSection title={t('health')}>
      <div className={styles['state']} data-tone={toneOf(shop)}>
        <span className={styles['dot']} aria-hidden="true" />
        <p>
          <strong>{t(`i18n:state.${kind}.short`)}</strong> {t(`i18n:state.${kind}.text`)}
        </p>
      </div>
      {detail !== null && <p className={styles['detail']}>{detail}</p>}
      <dl className={styles['facts']}>
        <dt>{t('adapter')}</dt>
        <dd>
          {shop.adapterVersion ?? t('noAdapter')}
          {shop.adapterVersion !== null && (
            <span className={styles['unverified']}>{t('unverified')}</span>
          )}
        </dd>
        <dt>{t('heard')}</dt>
        <dd>
          <LastHeard shopId={shop.shopId} />
        </dd>
      </dl>
      {remedy === 'signIn' && <p className={styles['todo']}>{t('i18n:remedy.signIn')}</p>}
      {remedy !== null && remedy !== 'signIn' && (
        <Button className={styles['act']} isDisabled={isBusy} onPress={run}>
          {t(`i18n:remedy.${remedy}`)}
        </Button>
      )}
      {error !== null && (
        <p className={styles['error']} role="alert">
          {errorText(error)}
        </p>
      )}
    </PanelSection>
  );
};
