import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../../http/exchange.ts';
import type { PlatformRequest } from '../platform-web.ts';
import { simulatedUrl } from '../sites.ts';
import { corsHeaders } from '../site/cors.ts';

const HOST = 'stream-upload.taobao.com';
const UPLOAD_PATH = '/api/upload.api';
const LARGEST_BYTES = 10 * 1024 * 1024;
const MOST_PICTURES = 50;
const TYPES: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);

/** `stream-upload.taobao.com`: takes a picture as a form with the session's cookie, and shows it. The newest are kept. */
export class PictureStore {
  readonly #pictures = new Map<string, { readonly type: string; readonly bytes: Buffer }>();

  /** False on another host and for an address that is nothing of this. */
  async serve(asked: PlatformRequest, response: ServerResponse, port: number): Promise<boolean> {
    const { request, url, host, site, shop } = asked;
    if (host !== HOST) return false;
    const picture = this.#pictures.get(url.pathname);
    if (request.method === 'GET' && picture !== undefined) {
      response.writeHead(200, { 'content-type': picture.type, 'cache-control': 'no-store' });
      response.end(picture.bytes);
      return true;
    }
    if (url.pathname !== UPLOAD_PATH || request.method !== 'POST') return false;
    const picked = shop === null ? null : await pictureIn(request);
    const file = shop?.faults.refusalOf('upload') ? null : picked;
    const answer =
      file === null
        ? { success: false, message: shop === null ? '请先登录' : '图片格式或大小不符合要求' }
        : { success: true, object: { fileId: randomUUID(), url: this.#keep(file, port) } };
    sendJson(response, 200, answer, corsHeaders(request, site));
    return true;
  }

  #keep({ type, bytes }: { readonly type: string; readonly bytes: Buffer }, port: number): string {
    const path = `/imgextra/${randomUUID()}.${TYPES.get(type)}`;
    this.#pictures.set(path, { type, bytes });
    const [oldest = ''] = this.#pictures.keys();
    if (this.#pictures.size > MOST_PICTURES) this.#pictures.delete(oldest);
    return simulatedUrl(`https://${HOST}${path}`, port);
  }
}

/** The form's `file`; null when there is none, or one that is no picture or too large. */
const pictureIn = async (
  request: IncomingMessage,
): Promise<{ readonly type: string; readonly bytes: Buffer } | null> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= LARGEST_BYTES) parts.push(part);
  }
  if (size > LARGEST_BYTES) return null;
  try {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(Buffer.concat(parts), { headers }).formData();
    const file = form.get('file');
    if (!(file instanceof File) || !TYPES.has(file.type)) return null;
    return { type: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
  } catch {
    return null;
  }
};
