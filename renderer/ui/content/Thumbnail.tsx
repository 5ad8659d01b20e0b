import { Package, ReceiptText } from 'lucide-react';
import styles from './Thumbnail.module.css';
import { LoadedImage } from './LoadedImage.tsx';
import { useMediaState } from './use-media-state.ts';

const Picture = ({ url, kind }: { readonly url: string; readonly kind: 'product' | 'order' }) => {
  const media = useMediaState(url);
  if (media.state === 'failed') return <Placeholder kind={kind} />;
  return (
    <span className={styles['frame']}>
      <LoadedImage media={media} />
    </span>
  );
};

const Placeholder = ({ kind }: { readonly kind: 'product' | 'order' }) => {
  const Icon = kind === 'product' ? Package : ReceiptText;
  return (
    <span className={styles['frame']}>
      <Icon aria-hidden="true" />
    </span>
  );
};

/** The square picture of a card; an icon where there is none or it cannot be loaded. Decorative. */
export const Thumbnail = ({
  url,
  kind,
}: {
  readonly url: string | null;
  readonly kind: 'product' | 'order';
}) => (url === null ? <Placeholder kind={kind} /> : <Picture key={url} url={url} kind={kind} />);
