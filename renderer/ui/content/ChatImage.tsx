import { ImageOff } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../Button.tsx';
import styles from './ChatImage.module.css';
import { useOpenImage } from './open-image.tsx';
import { useOpenLink } from './open-link.tsx';
import { useMediaState } from './use-media-state.ts';
import { webUrl } from './web-links.ts';

/**
 * A picture in the chat. Its box has one size from the first paint, whatever the picture turns out to be,
 * so that a list of messages never jumps.
 */
export const ChatImage = ({ url }: { readonly url: string }) => {
  const { t } = useTranslation('ui');
  const media = useMediaState(url);
  const openImage = useOpenImage();
  const openLink = useOpenLink();
  if (media.state === 'failed')
    return (
      <span className={styles['box']} data-state="failed">
        <ImageOff aria-hidden="true" />
        <span>{t('content.image.failed')}</span>
        <span className={styles['actions']}>
          <Button onPress={media.retry}>{t('content.image.retry')}</Button>
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
  return (
    <AriaButton
      className={styles['box'] ?? ''}
      data-state={media.state}
      aria-label={t('content.image.label')}
      onPress={() => {
        openImage(url);
      }}
    >
      <img
        className={styles['image']}
        src={media.source}
        alt=""
        draggable={false}
        decoding="async"
        onLoad={media.onLoad}
        onError={media.onError}
      />
    </AriaButton>
  );
};
