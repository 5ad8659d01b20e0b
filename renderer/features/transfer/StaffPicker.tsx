import { RefreshCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ListBox, ListBoxItem, SearchField, Input } from 'react-aria-components';
import type { StaffId } from '#shared/model/ids.ts';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { type StaffChoice, staffChoices } from './staff-choices.ts';
import { StaffName } from '../../ui/StaffName.tsx';
import styles from './StaffPicker.module.css';
import type { StaffSource } from './use-staff.ts';

const StaffRow = ({ choice }: { readonly choice: StaffChoice }) => {
  const { t } = useTranslation('transfer');
  return (
    <ListBoxItem
      id={choice.staffId}
      textValue={choice.name}
      aria-label={choice.name}
      isDisabled={choice.presence !== 'online'}
      className={styles['item'] ?? ''}
    >
      <StaffName name={choice.name} isOnline={choice.presence === 'online'} />
      {choice.idTail !== null && (
        <span className={styles['tail']}>{t('idTail', { tail: choice.idTail })}</span>
      )}
      <span className={styles['department']} title={choice.department}>
        {choice.department}
      </span>
      <span className={styles['presence']} data-presence={choice.presence}>
        {t(choice.presence)}
      </span>
    </ListBoxItem>
  );
};

/** The shop's staff to choose one from. Who is not there cannot be chosen: the platform would refuse. */
export const StaffPicker = ({
  list,
  chosen,
  onChoose,
}: {
  readonly list: StaffSource;
  readonly chosen: StaffId | null;
  readonly onChoose: (staffId: StaffId | null) => void;
}) => {
  const { t } = useTranslation('transfer');
  const errorText = useErrorText();
  const [query, setQuery] = useState('');
  const choices = useMemo(() => staffChoices(list.staff, query), [list.staff, query]);
  return (
    <div className={styles['picker']}>
      <div className={styles['bar']}>
        <SearchField
          className={styles['search'] ?? ''}
          aria-label={t('search')}
          value={query}
          onChange={setQuery}
        >
          <Input className={styles['input'] ?? ''} placeholder={t('search')} />
        </SearchField>
        <Button variant="quiet" isDisabled={list.isRefreshing} onPress={list.refresh}>
          {list.isRefreshing ? (
            <Spinner size={14} label={t('refreshing')} />
          ) : (
            <RefreshCw aria-hidden="true" size={14} />
          )}
          {t(list.isRefreshing ? 'refreshing' : 'refresh')}
        </Button>
      </div>
      {list.error !== null && (
        <p className={styles['error']} role="alert">
          {errorText(list.error)}
        </p>
      )}
      <ListBox
        aria-label={t('list')}
        className={styles['list'] ?? ''}
        selectionMode="single"
        selectedKeys={chosen === null ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const first = keys === 'all' ? undefined : [...keys][0];
          onChoose(choices.find(({ staffId }) => staffId === first)?.staffId ?? null);
        }}
        renderEmptyState={() =>
          list.staff.length === 0 ? (
            <EmptyState title={t('none')} hint={t('noneHint')} />
          ) : (
            <EmptyState title={t('noMatch')} />
          )
        }
      >
        {choices.map((choice) => (
          <StaffRow key={choice.staffId} choice={choice} />
        ))}
      </ListBox>
    </div>
  );
};
