import { outgoingName } from '../model/outgoing-media.ts';

/** Where both hosts serve images and videos of buyers, fetched by our own fetcher (SE5). */
export const MEDIA_PATH = '/media';
/** Takes a file that is to be sent (POST, its bytes as the body, answered with a `Result<StagedFile>`) and shows it (GET, `f`). */
export const OUTGOING_PATH = '/outgoing';

/**
 * The address under which a page may show a foreign image or video. The page itself may load nothing from outside
 * (its CSP says so); a `data:` or `blob:` address is already inside and stays as it is.
 */
export const mediaUrl = (url: string): string => {
  const name = outgoingName(url);
  if (name !== null) return `${OUTGOING_PATH}?f=${name}`;
  return /^(data|blob):/u.test(url) ? url : `${MEDIA_PATH}?u=${encodeURIComponent(url)}`;
};
