import { MEDIA_REFUSAL_HEADER, refusalUrl } from '#shared/ipc/media.ts';

/** What is said of a picture that is not shown; `failed` where nobody knows more. */
export type MediaFailure = 'failed' | 'pixels' | 'size' | 'slow';

const isTold = (why: string | null): why is MediaFailure =>
  why === 'pixels' || why === 'size' || why === 'slow';

/** An image tells its page nothing but that it failed, so the host is asked. Never rejects. */
export const loadMediaFailure = async (source: string): Promise<MediaFailure> => {
  if (!source.startsWith('/')) return 'failed';
  try {
    const answer = await fetch(refusalUrl(source));
    const why = answer.headers.get(MEDIA_REFUSAL_HEADER);
    return isTold(why) ? why : 'failed';
  } catch {
    return 'failed';
  }
};
