import type { i18n as I18n } from 'i18next';
import { KeyRound } from 'lucide-react';
import { TranslationProvider, useTranslation } from '../i18n/use-translation.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import styles from './ClosedDoor.module.css';

const Door = () => {
  const { t } = useTranslation('app');
  return (
    <main className={styles['door']}>
      <EmptyState icon={<KeyRound />} title={t('door.title')} hint={t('door.hint')} />
    </main>
  );
};

/** In the place of the workbench: this page's start address was used before, or is too old (SE3). */
export const ClosedDoor = ({ i18n }: { readonly i18n: I18n }) => (
  <TranslationProvider i18n={i18n}>
    <Door />
  </TranslationProvider>
);
