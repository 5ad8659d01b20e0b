import { useState } from 'react';
import { useTranslation } from '../../i18n/use-translation.tsx';
import styles from './ChatVideo.module.css';
import { FailedMedia } from './FailedMedia.tsx';
import { useMediaUrl } from './media-address.tsx';

/** A video, played in place. One size from the first paint. */
export const ChatVideo = ({ url }: { readonly url: string }) => {
  const { t } = useTranslation('ui');
  const source = useMediaUrl(url);
  const [hasFailed, setHasFailed] = useState(false);
  if (hasFailed)
    return (
      <FailedMedia
        url={url}
        kind="video"
        failure="failed"
        className={styles['failed']}
        onRetry={() => {
          setHasFailed(false);
        }}
      />
    );
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- buyers send no captions
    <video
      className={styles['video']}
      src={source}
      controls
      preload="metadata"
      aria-label={t('content.video.label')}
      onError={() => {
        setHasFailed(true);
      }}
    />
  );
};
