/** The kinds of a picture by the number in its id. */
const ENDINGS = ['jpg', 'webp', 'png', 'jpg', 'gif'] as const;
/** Pictures that anybody with the address may see; others need a login that our fetcher has not. */
const OPEN_ACCESS = new Set([0, 6]);

/**
 * The address of a picture that the chat names by a media id (`$` and base64 of some bytes: the third says what kind it is,
 * the fourth who may see it). An address is given back as it is; null for an id that cannot be read.
 */
export const mediaAddress = (id: string): string | null => {
  if (/^https?:\/\//u.test(id)) return id;
  if (!id.startsWith('$')) return null;
  const body = id.slice(1);
  const bytes = Buffer.from(body, 'base64');
  const [, , kind = 0, access = 0] = bytes;
  if (bytes.length < 4) return null;
  const host = OPEN_ACCESS.has(access) ? 'down-cdn.dingtalk.com' : 'down.dingtalk.com';
  const path = body.replaceAll('-', '+').replaceAll('_', '/');
  return `https://${host}/ddmedia/${path}.${ENDINGS[kind] ?? 'jpg'}_620x10000q90.jpg`;
};
