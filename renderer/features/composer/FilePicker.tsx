import { ImagePlus } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/IconButton.tsx';

const TYPES = [
  ...['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
  ...['video/mp4', 'video/webm'],
];

/** Picks an image or a video. Where the platform takes none, the button stays and says why. */
export const FilePicker = ({
  refusal,
  onPick,
}: {
  readonly refusal: string | null;
  readonly onPick: (files: readonly File[]) => void;
}) => {
  const { t } = useTranslation('composer');
  const label = t('attach');
  if (refusal !== null)
    return (
      <span title={refusal}>
        <IconButton label={`${label}: ${refusal}`} isDisabled>
          <ImagePlus aria-hidden="true" />
        </IconButton>
      </span>
    );
  return (
    <FileTrigger
      acceptedFileTypes={TYPES}
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
