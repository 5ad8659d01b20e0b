import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { needsAttention } from '#shared/model/shop.ts';
import { useShops } from '../../state/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './Alerts.module.css';
import { ShopAlert } from './ShopAlert.tsx';

/** From this many on the alerts share two lines of height until they are unfolded, so that the chat keeps its room. */
const FOLDED_FROM = 3;

/** One alert for each shop that receives nothing until a person does something, longest first. */
export const Alerts = () => {
  const { t } = useTranslation('alerts');
  const [isOpen, setIsOpen] = useState(false);
  const waiting = useShops()
    .filter(({ state }) => needsAttention(state.kind))
    .sort((a, b) => a.state.since - b.state.since);
  if (waiting.length === 0) return null;
  const isFoldable = waiting.length >= FOLDED_FROM;
  return (
    <section className={styles['alerts']} aria-label={t('region')}>
      {isFoldable && (
        <div className={styles['summary']}>
          <strong>{t('summary', { count: waiting.length })}</strong>
          <Button
            variant="quiet"
            className={styles['toggle']}
            aria-expanded={isOpen}
            onPress={() => {
              setIsOpen(!isOpen);
            }}
          >
            {t(isOpen ? 'collapse' : 'expand')}
          </Button>
        </div>
      )}
      <div className={classNames(styles['list'], isFoldable && !isOpen && styles['folded'])}>
        {waiting.map((shop) => (
          <ShopAlert key={shop.shopId} shop={shop} />
        ))}
      </div>
    </section>
  );
};
