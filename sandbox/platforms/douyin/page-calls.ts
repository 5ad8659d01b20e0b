import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readJson, Refusal, sendJson, sendText } from '../../edge/http-edge.ts';
import type { SimulatedShop } from '../shop.ts';
import { sessionCookieHeader, type Site } from '../sites.ts';
import type { WebParts } from '../web-parts.ts';
import { pigeonMessage, pinOf, refusedMessage } from './shapes.ts';

const sendSchema = z.object({
  conversationId: z.string().max(512),
  type: z.enum(['text', 'image']),
  content: z.string().min(1).max(20_000),
  clientMessageId: z.string().min(1).max(128),
});
const transferSchema = z.object({
  conversationId: z.string().max(512),
  staffId: z.string().min(1).max(128),
});
const loginSchema = z.object({ storeId: z.string() });

/** The header that the page's own calls carry; an outsider's call without it is refused with 403. */
const SIGN_HEADER = 'x-page-sign';

const FILES: Readonly<Record<string, { type: 'text/javascript' | 'text/css'; url: URL }>> = {
  '/_sim/workbench.js': {
    type: 'text/javascript',
    url: new URL('./page/workbench.js', import.meta.url),
  },
  '/_sim/pigeon.js': { type: 'text/javascript', url: new URL('./page/pigeon.js', import.meta.url) },
  '/_sim/site.js': { type: 'text/javascript', url: new URL('./page/site.js', import.meta.url) },
  '/_sim/site.css': { type: 'text/css', url: new URL('./page/site.css', import.meta.url) },
};

/** `/_sim/…`: the files of the simulated pages and what they call on their own origin. */
export class PageCalls {
  readonly #parts: WebParts;

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    site: Site,
    shop: SimulatedShop | null,
  ): Promise<void> {
    const file = FILES[path];
    if (file !== undefined) {
      sendText(response, file.type, readFileSync(file.url, 'utf8'));
      return;
    }
    if (request.method !== 'POST') throw new Refusal(404, `Nothing is at ${path}.`);
    if (path === '/_sim/login') {
      await this.#logIn(request, response, site);
      return;
    }
    if (shop === null) {
      sendJson(response, 401, { code: 10008, msg: '登录已过期,请重新登录' });
      return;
    }
    if (request.headers[SIGN_HEADER] !== shop.shopKey) {
      sendJson(response, 403, { code: 403, msg: '签名校验失败' });
      return;
    }
    if (path === '/_sim/solve') {
      sendJson(response, 200, { code: 0, solved: shop.solveChallenge() });
      return;
    }
    if (shop.faults.has('challenge')) {
      sendJson(response, 403, { code: 403, msg: '需要完成安全验证' });
      return;
    }
    const delay = shop.faults.get('slow')?.ms ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    if (path === '/_sim/send') await this.#send(request, response, shop);
    else if (path === '/_sim/transfer') await this.#transfer(request, response, shop);
    else throw new Refusal(404, `Nothing is at ${path}.`);
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

  async #send(
    request: IncomingMessage,
    response: ServerResponse,
    shop: SimulatedShop,
  ): Promise<void> {
    const { conversationId, type, content, clientMessageId } = await readJson(request, sendSchema);
    const pin = pinOf(conversationId, shop.shopKey);
    const answer =
      pin === null
        ? ({ kind: 'refused', code: '10007', text: '会话不存在' } as const)
        : shop.agentSends(pin, type, content, clientMessageId);
    switch (answer.kind) {
      case 'taken':
        sendJson(response, 200, {
          code: 0,
          message: pigeonMessage(shop, answer.message, this.#parts.media()),
        });
        return;
      case 'refused': {
        const parts = { pin: pin ?? '', type, content, clientMessageId, at: this.#parts.now() };
        sendJson(response, 200, { code: 0, message: refusedMessage(shop, parts, answer) });
        return;
      }
      case 'lost':
        sendJson(response, 200, { code: 0, lost: answer.mode });
    }
  }

  async #transfer(
    request: IncomingMessage,
    response: ServerResponse,
    shop: SimulatedShop,
  ): Promise<void> {
    const { conversationId, staffId } = await readJson(request, transferSchema);
    const pin = pinOf(conversationId, shop.shopKey);
    if (pin === null) {
      sendJson(response, 200, { code: 10007, msg: '会话不存在' });
      return;
    }
    const answer = shop.transfer(pin, staffId);
    if (answer.kind === 'taken') sendJson(response, 200, { code: 0 });
    else sendJson(response, 200, { code: answer.code, msg: answer.text });
  }
}
