import { ImageOff, VideoOff } from 'lucide-react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { Button } from '../Button.tsx';
import styles from './FailedMedia.module.css';
import type { MediaFailure } from './media-failure.ts';
import { useOpenLink } from './open-link.tsx';
import { webUrl } from './web-links.ts';

const ICONS = { image: ImageOff, video: VideoOff } as const;

/** Stands where a picture or a video could not be loaded: what failed, again, and the way to the address itself. */
export const FailedMedia = ({
  url,
  kind,
  failure,
  className,
  onRetry,
}: {
  readonly url: string;
  readonly kind: keyof typeof ICONS;
  readonly failure: MediaFailure;
  /** The size of what it stands for. */
  readonly className: string | undefined;
  readonly onRetry: () => void;
}) => {
  const { t } = useTranslation('ui');
  const openLink = useOpenLink();
  const Icon = ICONS[kind];
  return (
    <span className={className} data-state="failed">
      <Icon aria-hidden="true" />
      <span>
        {t(failure === 'failed' ? `content.${kind}.failed` : `content.refused.${failure}`)}
      </span>
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
