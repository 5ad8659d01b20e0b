import { VideoOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mediaUrl } from '#shared/ipc/media.ts';
import { Button } from '../Button.tsx';
import styles from './ChatVideo.module.css';
import { useOpenLink } from './open-link.tsx';

/** A video, played in place. One size from the first paint. */
export const ChatVideo = ({ url }: { readonly url: string }) => {
  const { t } = useTranslation('ui');
  const [hasFailed, setHasFailed] = useState(false);
  const openLink = useOpenLink();
  if (hasFailed)
    return (
      <span className={styles['failed']}>
        <VideoOff aria-hidden="true" />
        <span>{t('content.video.failed')}</span>
        <span className={styles['actions']}>
          <Button
            onPress={() => {
              setHasFailed(false);
            }}
          >
            {t('content.image.retry')}
          </Button>
          <Button
            variant="quiet"
            onPress={() => {
              openLink(url);
            }}
          >
            {t('content.image.openLink')}
          </Button>
        </span>
      </span>
    );
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- buyers send no captions
    <video
      className={styles['video']}
      src={mediaUrl(url)}
      controls
      preload="metadata"
      aria-label={t('content.video.label')}
      onError={() => {
        setHasFailed(true);
      }}
    />
  );
};
