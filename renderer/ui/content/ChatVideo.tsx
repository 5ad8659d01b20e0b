import { useTranslation } from '../../i18n/use-translation.tsx';
import { useCallback, useState } from 'react';
import styles from './ChatVideo.module.css';
import { FailedMedia } from './FailedMedia.tsx';
import { useMediaUrl } from './media-address.tsx';
import type { MediaState } from './use-media-state.ts';
import { useLoadingTurn } from './use-loading-turn.tsx';

/** A browser goes on loading what was taken from the page, and its connection is wanted. */
const stopWhenGone = (video: HTMLVideoElement) => () => {
  video.removeAttribute('src');
  video.load();
};

/** A video, played in place. One size from the first paint. */
export const ChatVideo = ({ url }: { readonly url: string }) => {
  const { t } = useTranslation('ui');
  const source = useMediaUrl(url);
  const [state, setState] = useState<MediaState>('loading');
  const fail = useCallback(() => {
    setState('failed');
  }, []);
  const hasTurn = useLoadingTurn(state === 'loading', fail);
  const isLoading = hasTurn || state === 'ready';
  if (state === 'failed')
    return (
      <FailedMedia
        url={url}
        kind="video"
        failure="failed"
        className={styles['failed']}
        onRetry={() => {
          setState('loading');
        }}
      />
    );
  return (
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- buyers send no captions
    <video
      className={styles['video']}
      // Only a video that goes stops loading: without its turn another one stands here.
      key={String(isLoading)}
      ref={stopWhenGone}
      src={isLoading ? source : undefined}
      controls
      preload="metadata"
      aria-label={t('content.video.label')}
      onLoadedMetadata={() => {
        setState('ready');
      }}
      onError={fail}
    />
  );
};
