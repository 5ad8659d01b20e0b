import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../../http/exchange.ts';
import type { SimulatedShop } from '../shop.ts';
import { corsHeaders } from '../site/cors.ts';
import type { WebParts } from '../web-parts.ts';
import type { Site } from '../sites.ts';
import { conversationList, currentUser, staffList } from './shapes.ts';

const PAGE_SIZE_MAX = 200;
const MESSAGES_EACH = 50;

/** `/backstage/…`: what the workbench asks by HTTP, with its cookie, across the sub-domains of its own site. */
export class BackstageApi {
  readonly #parts: WebParts;

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  async serve(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    site: Site,
    shop: SimulatedShop | null,
  ): Promise<void> {
    const cors = {
      ...corsHeaders(request, site),
      'access-control-allow-headers': 'content-type',
    };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, cors);
      response.end();
      return;
    }
    const refusal = refusalFor(shop);
    if (shop === null || refusal !== null) {
      const status = refusal?.status ?? 401;
      sendJson(response, status, refusal?.body ?? { code: 10008, msg: '请先登录' }, cors);
      return;
    }
    const delay = shop.faults.get('slow')?.ms ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const answer = this.#answer(url, shop);
    sendJson(
      response,
      answer === null ? 404 : 200,
      answer ?? { code: 404, msg: 'not found' },
      cors,
    );
  }

  #answer(url: URL, shop: SimulatedShop): unknown {
    switch (url.pathname) {
      case '/backstage/currentuser':
        return currentUser(shop);
      case '/backstage/getCanAssignStaffList':
        return staffList(shop.staff);
      case '/backstage/conversation/get_current_conversation_list': {
        const asked = Number(url.searchParams.get('pageSize') ?? '20');
        const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, PAGE_SIZE_MAX) : 20;
        return conversationList(
          shop,
          shop.conversations(limit, MESSAGES_EACH),
          this.#parts.media(),
        );
      }
      default:
        return null;
    }
  }
}

/** 401 without a good session, 403 while a person must verify, and what the `http` fault says. */
const refusalFor = (
  shop: SimulatedShop | null,
): { readonly status: number; readonly body: unknown } | null => {
  if (shop === null) return { status: 401, body: { code: 10008, msg: '登录已过期,请重新登录' } };
  if (shop.faults.has('challenge')) {
    return { status: 403, body: { code: 403, msg: '需要完成安全验证' } };
  }
  const fault = shop.faults.get('http');
  return fault === null
    ? null
    : { status: fault.status, body: { code: fault.status, msg: '请求过于频繁或被拒绝' } };
};
