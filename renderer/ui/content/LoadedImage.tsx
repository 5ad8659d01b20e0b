import styles from './LoadedImage.module.css';
import type { useMediaState } from './use-media-state.ts';

/** A browser goes on loading what was taken from the page, and its connection is wanted. */
const stopWhenGone = (image: HTMLImageElement) => () => image.removeAttribute('src');

/** The picture itself; it fills its frame, and its frame says what it is. */
export const LoadedImage = ({ media }: { readonly media: ReturnType<typeof useMediaState> }) => (
  <img
    ref={stopWhenGone}
    className={styles['image']}
    src={media.source}
    alt=""
    draggable={false}
    decoding="async"
    onLoad={media.onLoad}
    onError={media.onError}
  />
);
