import { Check, Copy, TriangleAlert } from 'lucide-react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { IconButton } from '../IconButton.tsx';
import styles from './CopyButton.module.css';
import { type CopyState, useCopy } from './use-copy.ts';

const ICONS = { idle: Copy, copied: Check, failed: TriangleAlert } as const satisfies Record<
  CopyState,
  typeof Copy
>;

/** A small button beside a text that copies it; `label` says what it copies. */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { t } = useTranslation('ui');
  const { state, copy } = useCopy();
  const Icon = ICONS[state];
  const shown = {
    idle: label,
    copied: t('content.copied'),
    failed: t('content.copyFailed'),
  }[state];
  return (
    <IconButton
      className={styles['copy']}
      label={shown}
      onPress={() => {
        copy(text);
      }}
    >
      <Icon aria-hidden="true" />
    </IconButton>
  );
};
