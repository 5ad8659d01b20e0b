import { useTranslation } from 'react-i18next';
import { needsAttention } from '#shared/model/shop.ts';
import { useErrorText } from '../../i18n/error-text.ts';
import type { ShopFace } from '../../state/faces.ts';
import { useShopRemedy } from '../../state/shop-remedy.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './ShopBanner.module.css';

const toneOf = (shop: ShopFace): 'calm' | 'warn' | 'bad' => {
  const { kind } = shop.state;
  if (kind === 'opening' || kind === 'identifying') return 'calm';
  return needsAttention(kind) ? 'bad' : 'warn';
};

/** Why this conversation does not move: the state of its shop and the one thing to do (PL1). Nothing while online. */
export const ShopBanner = ({ shop }: { readonly shop: ShopFace }) => {
  const { t } = useTranslation('i18n');
  const errorText = useErrorText();
  const { remedy, isBusy, error, run } = useShopRemedy(shop);
  const { kind, detail } = shop.state;
  if (kind === 'online') return null;
  const tone = toneOf(shop);
  return (
    <div className={styles['banner']} data-tone={tone}>
      {tone === 'calm' && <Spinner size={12} />}
      <p className={styles['text']}>
        {t(`state.${kind}.text`)}
        {detail !== null && <span className={styles['detail']}>{detail}</span>}
        {error !== null && <span className={styles['detail']}>{errorText(error)}</span>}
      </p>
      {remedy === 'signIn' && <span>{t('remedy.signIn')}</span>}
      {remedy !== null && remedy !== 'signIn' && (
        <Button isDisabled={isBusy} onPress={run}>
          {t(`remedy.${remedy}`)}
        </Button>
      )}
    </div>
  );
};
