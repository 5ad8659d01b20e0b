import { outgoingName } from '../model/outgoing-media.ts';

/** Where both hosts serve images and videos of buyers, fetched by our own fetcher (SE5). */
export const MEDIA_PATH = '/media';
/** Takes a file that is to be sent (POST, its bytes as the body, answered with a `Result<StagedFile>`) and shows it (GET, `f`). */
export const OUTGOING_PATH = '/outgoing';

/** The parameter that the browser host asks for at both paths (SE3). */
export const MEDIA_KEY_PARAMETER = 'k';

/** Its presence makes the answer a file to keep (SE9); its value is the time in its name, in epoch milliseconds. */
export const SAVE_PARAMETER = 'save';

/** Its presence asks why the picture was not shown when it was asked for last; nothing is fetched. */
export const WHY_PARAMETER = 'why';

/** What an answer without a picture says: why there is none, one word; empty where nobody remembers. */
export const MEDIA_REFUSAL_HEADER = 'x-media-refusal';

/** `mediaKey` is null where the host needs none. */
const withKey = (address: string, mediaKey: string | null): string =>
  mediaKey === null ? address : `${address}&${MEDIA_KEY_PARAMETER}=${mediaKey}`;

/**
 * The address under which a page may show a foreign image or video. The page itself may load nothing from outside
 * (its CSP says so); a `data:` or `blob:` address is already inside and stays as it is.
 */
export const mediaUrl = (url: string, mediaKey: string | null): string => {
  const name = outgoingName(url);
  if (name !== null) return withKey(`${OUTGOING_PATH}?f=${name}`, mediaKey);
  if (/^(data|blob):/u.test(url)) return url;
  return withKey(`${MEDIA_PATH}?u=${encodeURIComponent(url)}`, mediaKey);
};

/** Where a page posts a file that is to be sent. */
export const uploadUrl = (mediaKey: string | null): string =>
  mediaKey === null ? OUTGOING_PATH : `${OUTGOING_PATH}?${MEDIA_KEY_PARAMETER}=${mediaKey}`;

/** Where a page saves what it shows under a `mediaUrl`; `at` is when it was sent, null where nobody knows. */
export const savingUrl = (shown: string, at: number | null): string =>
  `${shown}&${SAVE_PARAMETER}=${at === null ? '' : Math.trunc(at)}`;

/** Where a page asks why it could not show what stands under a `mediaUrl`. */
export const refusalUrl = (shown: string): string => `${shown}&${WHY_PARAMETER}=1`;
