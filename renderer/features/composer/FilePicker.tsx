import { ImagePlus } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from '../../i18n/use-translation.tsx';
import { useErrorText } from '../../i18n/error-text.ts';
import { canAttach, canAttachVideo } from '../../state/compose/attached.ts';
import type { ShopFace } from '../../state/replica/faces.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './FilePicker.module.css';

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const VIDEOS = ['video/mp4', 'video/webm'];

/** Picks an image, or a video where the adapter can send one. A shop that takes no file says so at once (PL9). */
export const FilePicker = ({
  shop,
  onPick,
}: {
  readonly shop: ShopFace;
  readonly onPick: (files: readonly File[]) => void;
}) => {
  const { t } = useTranslation('composer');
  const errorText = useErrorText();
  const hasVideo = canAttachVideo(shop);
  const label = t(hasVideo ? 'attachVideo' : 'attach');
  if (!canAttach(shop))
    return (
      <IconButton
        label={`${label}:${errorText({ kind: 'media.noUpload', detail: '' })}`}
        className={styles['muted']}
        onPress={() => {
          onPick([]);
        }}
      >
        <ImagePlus aria-hidden="true" />
      </IconButton>
    );
  return (
    <FileTrigger
      acceptedFileTypes={hasVideo ? [...IMAGES, ...VIDEOS] : IMAGES}
      onSelect={(files) => {
        if (files !== null && files.length > 0) onPick([...files]);
      }}
    >
      <IconButton label={label}>
        <ImagePlus aria-hidden="true" />
      </IconButton>
    </FileTrigger>
  );
};
