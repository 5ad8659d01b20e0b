import { useEffect, useState } from 'react';
import type { SetAsideEntry } from '#shared/ipc/contract.ts';
import type { AppError } from '#shared/model/result.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { reasonKey, useErrorText } from '../../i18n/error-text.ts';
import { useShop } from '../../state/replica/replica.ts';
import { Button } from '../../ui/Button.tsx';
import { plainName } from '../../ui/plain-text.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { useShopLabel } from '../../ui/shop-label.ts';
import styles from './ConnectionPanel.module.css';

type Loaded = readonly SetAsideEntry[] | AppError | null;
const isRefused = (loaded: readonly SetAsideEntry[] | AppError): loaded is AppError =>
  'kind' in loaded;

const Entry = ({ entry }: { readonly entry: SetAsideEntry }) => {
  const { t, i18n } = useTranslation(['status', 'i18n']);
  const command = useCommand();
  const shopLabel = useShopLabel();
  const shop = useShop(entry.shopId);
  const { shopId, messageId, buyerPin } = entry;
  const whose = [
    shop === null ? shopId : shopLabel(shop),
    buyerPin === null ? '' : plainName(buyerPin),
  ];
  return (
    <li>
      <p className={styles['why']}>
        <span>{whose.filter(Boolean).join(' · ')}</span>
        <span className={`${styles['quiet'] ?? ''} num`}>
          {new Date(entry.at).toLocaleTimeString(i18n.language, { hourCycle: 'h23' })}
        </span>
      </p>
      <p className={styles['words']}>
        {entry.type === 'staff_list' ? t('setAside.staffList') : plainName(entry.content)}
      </p>
      <p className={styles['why']}>
        <span className={styles['quiet']}>{t(reasonKey(entry.reason), { ns: 'i18n' })}</span>
        <span className={styles['acts']}>
          <Button onPress={() => void command('outbox.resendSetAside', { shopId, messageId })}>
            {t('setAside.resend')}
          </Button>
          <Button
            variant="quiet"
            onPress={() => void command('outbox.dropSetAside', { shopId, messageId })}
          >
            {t('setAside.drop')}
          </Button>
        </span>
      </p>
    </li>
  );
};

const Entries = () => {
  const bridge = useBridge();
  const errorText = useErrorText();
  const [loaded, setLoaded] = useState<Loaded>(null);
  useEffect(() => {
    let isWanted = true;
    void bridge.call('outbox.loadSetAside', {}).then((result) => {
      if (isWanted) setLoaded(result.ok ? result.value : result.error);
    });
    return () => {
      isWanted = false;
    };
  }, [bridge]);
  if (loaded === null) return <Spinner />;
  if (isRefused(loaded)) return <p className={styles['warning']}>{errorText(loaded)}</p>;
  return (
    <ul className={styles['entries']}>
      {loaded.map((entry) => (
        <Entry key={`${entry.shopId} ${entry.messageId}`} entry={entry} />
      ))}
    </ul>
  );
};

/** What the back office could not be told, because the line ended behind it again and again (GW9); the agent decides. */
export const SetAsideList = ({ count }: { readonly count: number }) => {
  const { t } = useTranslation('status');
  if (count === 0) return null;
  return (
    <section>
      <h3 className={styles['title']}>
        {t('setAside.title')} <span className="num">{t('items', { count })}</span>
      </h3>
      <p className={styles['none']}>{t('setAside.hint')}</p>
      <Entries key={count} />
    </section>
  );
};
