import type { Outage } from '#shared/model/gateway-status.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useNow } from '../../state/now.ts';
import { durationText } from '../../ui/duration-text.ts';
import { CLOCK_TIME, dateFormat, SHORT_DATE } from '../../i18n/date-format.ts';
import styles from './ConnectionPanel.module.css';

const TO_THE_SECOND = { ...CLOCK_TIME, second: '2-digit' } as const;

/** From when to when the line was down, newest first (GW14). */
export const OutageList = ({ outages }: { readonly outages: readonly Outage[] }) => {
  const { t, i18n } = useTranslation('status');
  const now = useNow(1_000);
  const day = dateFormat(i18n.language, SHORT_DATE);
  const time = dateFormat(i18n.language, TO_THE_SECOND);
  return (
    <section>
      <h3 className={styles['title']}>{t('outages')}</h3>
      {outages.length === 0 ? (
        <p className={styles['none']}>{t('noOutages')}</p>
      ) : (
        <ul className={styles['rows']}>
          {outages.toReversed().map((outage) => (
            <li key={outage.from} className="num">
              <span>
                {day.format(outage.from)} {time.format(outage.from)} –{' '}
                {outage.to === null ? t('outageNow') : time.format(outage.to)}
              </span>
              <span className={styles['quiet']}>
                {durationText((outage.to ?? now) - outage.from)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
