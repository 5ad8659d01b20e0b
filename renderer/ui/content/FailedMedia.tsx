import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button.tsx';
import styles from './FailedMedia.module.css';
import { useOpenLink } from './open-link.tsx';
import { webUrl } from './web-links.ts';

/** Stands where a picture or a video could not be loaded: what failed, again, and the way to the address itself. */
export const FailedMedia = ({
  url,
  icon,
  text,
  className,
  onRetry,
}: {
  readonly url: string;
  readonly icon: ReactNode;
  readonly text: string;
  /** The size of what it stands for. */
  readonly className: string | undefined;
  readonly onRetry: () => void;
}) => {
  const { t } = useTranslation('ui');
  const openLink = useOpenLink();
  return (
    <span className={className} data-state="failed">
      {icon}
      <span>{text}</span>
      <span className={styles['actions']}>
        <Button onPress={onRetry}>{t('content.image.retry')}</Button>
        {webUrl(url) !== null && (
          <Button
            variant="quiet"
            onPress={() => {
              openLink(url);
            }}
          >
            {t('content.image.openLink')}
          </Button>
        )}
      </span>
    </span>
  );
};
