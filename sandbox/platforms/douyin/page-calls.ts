import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readJson, sendJson, sendText } from '../../http/exchange.ts';
import type { SimulatedShop } from '../shop.ts';
import type { PlatformRequest } from '../platform-web.ts';
import { isSigned } from '../site/site-calls.ts';
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
const PIGEON = new URL('./page/pigeon.js', import.meta.url);

/** `/_sim/…`: the script of the page's object and what it calls on its own origin. */
export class PageCalls {
  readonly #parts: WebParts;

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  /** False for an address that is none of these. */
  async serve({ request, url, shop }: PlatformRequest, response: ServerResponse): Promise<boolean> {
    const path = url.pathname;
    if (path === '/_sim/pigeon.js') {
      sendText(response, 'text/javascript', readFileSync(PIGEON, 'utf8'));
      return true;
    }
    if (path !== '/_sim/send' && path !== '/_sim/transfer') return false;
    if (shop === null) sendJson(response, 401, { code: 10008, msg: '登录已过期,请重新登录' });
    else if (!isSigned(request, shop)) sendJson(response, 403, { code: 403, msg: '签名校验失败' });
    else await this.#act(request, response, path, shop);
    return true;
  }

  async #act(
    request: IncomingMessage,
    response: ServerResponse,
    path: '/_sim/send' | '/_sim/transfer',
    shop: SimulatedShop,
  ): Promise<void> {
    if (shop.faults.has('challenge')) {
      sendJson(response, 403, { code: 403, msg: '需要完成安全验证' });
      return;
    }
    const delay = shop.faults.get('slow')?.ms ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    if (path === '/_sim/send') await this.#send(request, response, shop);
    else await this.#transfer(request, response, shop);
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
