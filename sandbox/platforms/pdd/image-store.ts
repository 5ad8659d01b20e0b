import type { ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { readJson, sendJson } from '../../http/exchange.ts';
import type { PlatformRequest } from '../platform-web.ts';
import { simulatedUrl } from '../sites.ts';
import { bad } from './shapes.ts';

const HOST = 'file.pinduoduo.com';
const STORE_PATH = '/v2/store_image';
const MOST_IMAGES = 50;
/** Of 10 MiB as base64, with what stands around it. */
const LIMIT_BYTES = 14 * 1024 * 1024;

const DATA_URL = /^data:(image\/(?:png|jpeg|gif|webp));base64,([\d+/A-Za-z]+=*)$/u;
const storeSchema = z.object({ image: z.string().regex(DATA_URL), upload_sign: z.string() });

/** `file.pinduoduo.com`: takes an image with a permit of `/plateau/file/pre_upload`, and shows it. The newest are kept. */
export class ImageStore {
  readonly #permits = new Set<string>();
  readonly #images = new Map<string, { readonly type: string; readonly bytes: Buffer }>();

  /** One image may be stored with it. */
  permit(port: number): Readonly<Record<string, unknown>> {
    const signature = randomUUID();
    this.#permits.add(signature);
    const url = simulatedUrl(`https://${HOST}${STORE_PATH}`, port);
    return { upload_signature: signature, upload_url: url, upload_bucket_tag: 'chat' };
  }

  /** False on another host and for an address that is nothing of this. */
  async serve(asked: PlatformRequest, response: ServerResponse, port: number): Promise<boolean> {
    if (asked.host !== HOST) return false;
    const { request, url } = asked;
    const image = this.#images.get(url.pathname);
    if (request.method === 'GET' && image !== undefined) {
      response.writeHead(200, { 'content-type': image.type, 'cache-control': 'no-store' });
      response.end(image.bytes);
      return true;
    }
    if (url.pathname !== STORE_PATH) return false;
    const cors = {
      'access-control-allow-origin': simulatedUrl('https://mms.pinduoduo.com', port).slice(0, -1),
      'access-control-allow-headers': 'content-type',
      vary: 'Origin',
    };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, cors);
      response.end();
      return true;
    }
    const { image: given, upload_sign: signature } = await readJson(
      request,
      storeSchema,
      LIMIT_BYTES,
    );
    if (!this.#permits.delete(signature)) {
      sendJson(response, 403, bad(403, '上传签名无效'), cors);
      return true;
    }
    const [, type = '', base64 = ''] = DATA_URL.exec(given) ?? [];
    const path = `/chat/${randomUUID()}`;
    this.#images.set(path, { type, bytes: Buffer.from(base64, 'base64') });
    const [oldest = ''] = this.#images.keys();
    if (this.#images.size > MOST_IMAGES) this.#images.delete(oldest);
    sendJson(response, 200, { url: simulatedUrl(`https://${HOST}${path}`, port) }, cors);
    return true;
  }
}
