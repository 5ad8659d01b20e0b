import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readBytes, readJson, Refusal, sendJson, sendText } from '../../http/exchange.ts';
import type { PlatformRequest } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import { sessionCookieHeader, type Site } from '../sites.ts';
import type { WebParts } from '../web-parts.ts';

const loginSchema = z.object({ storeId: z.string() });

/** The header that the page's own calls carry; an outsider's call without it is refused with 403. */
const SIGN_HEADER = 'x-page-sign';

const UPLOAD_LIMIT_BYTES = 64 * 1024 * 1024;

const FILES: Readonly<Record<string, { type: 'text/javascript' | 'text/css'; url: URL }>> = {
  '/_sim/workbench.js': {
    type: 'text/javascript',
    url: new URL('./page/workbench.js', import.meta.url),
  },
  '/_sim/line.js': { type: 'text/javascript', url: new URL('./page/line.js', import.meta.url) },
  '/_sim/site.js': { type: 'text/javascript', url: new URL('./page/site.js', import.meta.url) },
  '/_sim/site.css': { type: 'text/css', url: new URL('./page/site.css', import.meta.url) },
};

export const isSigned = (request: IncomingMessage, shop: SimulatedShop): boolean =>
  request.headers[SIGN_HEADER] === shop.shopKey;

/** `/_sim/…` on every platform: the furniture of the pages, a person's login and a person's click. */
export class SiteCalls {
  readonly #parts: WebParts;

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  /** False for an address that is none of these. */
  async serve({ request, url, site, shop }: PlatformRequest, response: ServerResponse) {
    const file = FILES[url.pathname];
    if (file !== undefined) {
      sendText(response, file.type, readFileSync(file.url, 'utf8'));
      return true;
    }
    switch (url.pathname) {
      case '/_sim/login':
        await this.#logIn(request, response, site);
        return true;
      case '/_sim/upload':
        await this.#upload(request, response, shop);
        return true;
      case '/_sim/solve':
        solve(request, response, shop);
        return true;
      default:
        return false;
    }
  }

  /** The bytes of a file, signed by the page; answered with the address under which the buyer sees it. */
  async #upload(
    request: IncomingMessage,
    response: ServerResponse,
    shop: SimulatedShop | null,
  ): Promise<void> {
    const bytes = await readBytes(request, UPLOAD_LIMIT_BYTES);
    if (shop === null)
      return sendJson(response, 401, { code: 10008, msg: '登录已过期,请重新登录' });
    if (!isSigned(request, shop))
      return sendJson(response, 403, { code: 403, msg: '签名校验失败' });
    const name = shop.faults.refusalOf('upload') ? null : this.#parts.uploads.keep(bytes);
    if (name === null) sendJson(response, 200, { code: 10012, msg: '文件不符合要求' });
    else sendJson(response, 200, { code: 0, url: `${this.#parts.media()}/${name}` });
  }

  /** A person logs in on the login page: a session of its own, set by the server. */
  async #logIn(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
    const { storeId } = await readJson(request, loginSchema);
    const shop = this.#parts
      .shops()
      .find((known) => known.storeId === storeId && known.platform === site.platform);
    if (shop === undefined) throw new Refusal(404, 'No such shop on this platform.');
    const cookie = this.#parts.sessions.currentCookie(shop);
    const session = cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    response.setHeader('set-cookie', sessionCookieHeader(site, session));
    sendJson(response, 200, { code: 0, workbench: site.workbenchUrls[0] });
  }
}

const solve = (
  request: IncomingMessage,
  response: ServerResponse,
  shop: SimulatedShop | null,
): void => {
  if (shop === null) sendJson(response, 401, { code: 10008, msg: '登录已过期,请重新登录' });
  else if (!isSigned(request, shop)) sendJson(response, 403, { code: 403, msg: '签名校验失败' });
  else sendJson(response, 200, { code: 0, solved: shop.solveChallenge() });
};
