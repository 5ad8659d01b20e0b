import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readJson, sendJson } from '../../http/exchange.ts';
import type { PlatformRequest } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import { isSigned } from '../site/site-calls.ts';
import type { WebParts } from '../web-parts.ts';
import { chatList, chatMessage } from './shapes.ts';

const MOST_CHATS = 300;
const MESSAGES_EACH = 50;

const sendSchema = z.object({
  pin: z.string().max(512),
  type: z.enum(['text', 'image']),
  content: z.string().min(1).max(20_000),
  id: z.string().min(1).max(128),
});
const transferSchema = z.object({ pin: z.string().max(512), waiter: z.string().min(1).max(128) });

const NOT_LOGGED_IN = { code: 1, errorCode: 109, errorMsg: '登录已过期,请重新登录' };
const UNSIGNED = { code: 1, errorCode: 403, errorMsg: '签名校验失败' };

/** `/_sim/…`: what the page's object and its visible part call on their own origin. */
export class PageCalls {
  readonly #parts: WebParts;

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  /** False for an address that is none of these. */
  async serve({ request, url, shop }: PlatformRequest, response: ServerResponse): Promise<boolean> {
    const act = this.#actions[url.pathname];
    if (act === undefined) return false;
    if (shop === null) sendJson(response, 401, NOT_LOGGED_IN);
    else if (!isSigned(request, shop)) sendJson(response, 403, UNSIGNED);
    else if (!(await this.isRefused(shop, response))) {
      sendJson(response, 200, await act(shop, request));
    }
    return true;
  }

  /** Answers 403 while a person must verify, and what the `http` fault says; waits as long as `slow` does. */
  async isRefused(shop: SimulatedShop, response: ServerResponse): Promise<boolean> {
    const status = shop.faults.has('challenge') ? 403 : shop.faults.get('http')?.status;
    if (status !== undefined) {
      sendJson(response, status, { code: 1, errorCode: status, errorMsg: '请求过于频繁或被拒绝' });
      return true;
    }
    const delay = shop.faults.get('slow')?.ms ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    return false;
  }

  readonly #actions: Readonly<
    Record<string, (shop: SimulatedShop, request: IncomingMessage) => unknown>
  > = {
    '/_sim/chats': (shop) =>
      chatList(shop, shop.conversations(MOST_CHATS, MESSAGES_EACH), this.#parts.media()),
    '/_sim/waiters': (shop) => ({
      code: 0,
      waiters: shop.staff.map(({ staff_id: id, name, online }) => ({ id, name, online })),
    }),
    '/_sim/send': async (shop, request) => {
      const { pin, type, content, id } = await readJson(request, sendSchema);
      const answer = shop.agentSends(pin, type, content, id);
      switch (answer.kind) {
        case 'taken':
          return { code: 0, message: chatMessage(shop, answer.message, this.#parts.media()) };
        case 'refused':
          return { code: 1, id, errorCode: answer.code, errorMsg: answer.text };
        case 'lost':
          return { code: 0, lost: answer.mode };
      }
    },
    '/_sim/transfer': async (shop, request) => {
      const { pin, waiter } = await readJson(request, transferSchema);
      const answer = shop.transfer(pin, waiter);
      return answer.kind === 'taken'
        ? { code: 0 }
        : { code: 1, errorCode: answer.code, errorMsg: answer.text };
    },
  };
}
