/** Where both hosts serve images and videos of buyers, fetched by our own fetcher (SE5). */
export const MEDIA_PATH = '/media';

/**
 * The address under which a page may show a foreign image or video. The page itself may load nothing from outside
 * (its CSP says so); a `data:` or `blob:` address is already inside and stays as it is.
 */
export const mediaUrl = (url: string): string =>
  /^(data|blob):/u.test(url) ? url : `${MEDIA_PATH}?u=${encodeURIComponent(url)}`;
