import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from '../../i18n/use-translation.tsx';
import styles from './ChatImage.module.css';
import { useOpenImage } from './open-image.tsx';
import { FailedMedia } from './FailedMedia.tsx';
import { LoadedImage } from './LoadedImage.tsx';
import { useMediaState } from './use-media-state.ts';

/**
 * A picture in the chat. Its box has one size from the first paint, whatever the picture turns out to be,
 * so that a list of messages never jumps. `at` is when it was sent.
 */
export const ChatImage = ({ url, at }: { readonly url: string; readonly at: number }) => {
  const { t } = useTranslation('ui');
  const media = useMediaState(url);
  const openImage = useOpenImage();
  if (media.state === 'failed')
    return (
      <FailedMedia
        url={url}
        kind="image"
        failure={media.failure}
        className={styles['box']}
        onRetry={media.retry}
      />
    );
  return (
    <AriaButton
      className={styles['box'] ?? ''}
      data-state={media.state}
      aria-label={t('content.image.label')}
      onPress={() => {
        openImage({ url, at });
      }}
    >
      <LoadedImage media={media} />
    </AriaButton>
  );
};
