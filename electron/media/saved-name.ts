import { SAVE_PARAMETER } from '#shared/ipc/media.ts';
import { endingOf, isVideo, MEDIA_TYPES, type MediaType } from './sniff.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * SE9: how a saved file is called: what it is, when it was sent (in the time of this computer), and the ending of the type that its
 * bytes show. Nothing of it comes from a buyer, a server or an address.
 */
const savedName = (type: MediaType, at: Date): string => {
  const day = `${String(at.getFullYear()).padStart(4, '0')}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return `${isVideo(type) ? '视频' : '图片'}-${day}-${time}.${endingOf(type)}`;
};

/**
 * The name under which an answer of this address is kept, null where the page did not ask for one or it is no picture or video. The
 * parameter gives the time alone; `contentType` is ours, of the bytes.
 */
export const nameToSave = (url: URL, contentType: string | undefined): string | null => {
  const asked = url.searchParams.get(SAVE_PARAMETER);
  const type = MEDIA_TYPES.find((one) => one === contentType);
  if (asked === null || type === undefined) return null;
  return savedName(type, new Date(/^\d{1,14}$/u.test(asked) ? Number(asked) : Date.now()));
};

/** The header that makes a browser keep what it gets, under that name. */
export const savedAs = (name: string): string => {
  const plain = name.replace('图片', 'image').replace('视频', 'video');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
};
