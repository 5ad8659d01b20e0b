import { hasTooManyPixels, readPixelSize } from './pixel-size.ts';
import { isVideo, type MediaType, needsMore, sniffMediaType } from './sniff.ts';

/** In front of a picture's size may stand what its camera wrote; behind so much nobody looks for it. */
const MAX_HEAD_BYTES = 1024 * 1024;

/**
 * SE5: what the first bytes of a file say it is, or why it is not shown. `more`: they do not say it yet. `isWhole`: there will be
 * no more.
 */
export const inspectHead = (
  head: Uint8Array,
  isWhole: boolean,
): { readonly type: MediaType } | { readonly why: 'type' | 'pixels' } | 'more' => {
  if (!isWhole && needsMore(head)) return 'more';
  const type = sniffMediaType(head);
  if (type === null) return { why: 'type' };
  if (isVideo(type)) return { type };
  const size = readPixelSize(type, head);
  if (size === 'more') return isWhole || head.length > MAX_HEAD_BYTES ? { why: 'type' } : 'more';
  if (size === null) return { why: 'type' };
  return hasTooManyPixels(size) ? { why: 'pixels' } : { type };
};
