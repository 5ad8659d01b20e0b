import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readJson, sendJson } from '../../http/exchange.ts';
import type { PlatformRequest } from '../platform-web.ts';
import type { SendAnswer, TransferAnswer } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import type { WebParts } from '../web-parts.ts';
import type { ImageStore } from './image-store.ts';
import {
  bad,
  chatMessage,
  conversation,
  csList,
  good,
  goodsLink,
  secondsOf,
  staffIdOf,
  userInfo,
} from './shapes.ts';

const SESSION_EXPIRED = 43_001;
const VERIFY = 54_001;
const LIST_MAX = 100;
const HISTORY_MAX = 100;

const uidSchema = z.string().min(1).max(256);
const requestIdSchema = z.union([z.string().max(64), z.number()]).transform(String);
const sendSchema = z.object({
  data: z.object({
    cmd: z.literal('send_message'),
    request_id: requestIdSchema,
    message: z.object({
      to: z.object({ role: z.literal('user'), uid: uidSchema }),
      content: z.string().min(1).max(20_000),
      type: z.union([z.literal(0), z.literal(1)]),
    }),
  }),
});
const cardSchema = z.object({
  uid: uidSchema,
  goods_id: z.union([z.string().regex(/^\d+$/u), z.number().int()]).transform(String),
});
const moveSchema = z.object({
  data: z.object({
    cmd: z.literal('move_conversation'),
    conversation: z.object({
      csid: z.string().min(1).max(300),
      uid: uidSchema,
      remark: z.string().max(500),
    }),
  }),
});
const latestSchema = z.object({
  data: z.object({ page: z.number().int().min(1), size: z.number().int().min(1) }),
});
const historySchema = z.object({
  data: z.object({
    list: z.object({
      with: z.object({ role: z.literal('user'), id: uidSchema }),
      size: z.number().int().min(1),
    }),
  }),
});

/** What the page's own client adds to its calls under `/plateau/` and `/latitude/`. */
export const antiContentOf = (shop: SimulatedShop): string => `0asSim-${shop.shopKey}`;

/** The api on `mms.pinduoduo.com`: one `POST` each, whose refusals stand in the answer's body. */
export class MmsApi {
  readonly #parts: WebParts;
  readonly #images: ImageStore;

  constructor(parts: WebParts, images: ImageStore) {
    this.#parts = parts;
    this.#images = images;
  }

  /** False for an address that is none of the api's. */
  async serve({ request, url, shop }: PlatformRequest, response: ServerResponse): Promise<boolean> {
    const path = url.pathname;
    if (!/^\/(?:janus|earth|plateau|latitude)\//u.test(path)) return false;
    const refusal = refusalFor(request, path, shop);
    if (shop === null || refusal !== null) {
      sendJson(response, refusal?.status ?? 200, refusal?.body);
      return true;
    }
    const delay = shop.faults.get('slow')?.ms ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const answer = await this.#answer(request, path, shop);
    if (answer === 'lost') sendJson(response, 200, {}, { 'x-sim-lost': 'pending' });
    else sendJson(response, answer === null ? 404 : 200, answer ?? bad(404, 'not found'));
    return true;
  }

  /** `lost`: the page never hears what became of it. */
  async #answer(
    request: IncomingMessage,
    path: string,
    shop: SimulatedShop,
  ): Promise<Readonly<Record<string, unknown>> | 'lost' | null> {
    switch (path) {
      case '/janus/api/new/userinfo':
        return good(userInfo(shop));
      case '/earth/api/merchant/queryMerchantInfoByMallId':
        return good({ mallId: shop.shopKey, mallName: shop.name });
      case '/plateau/chat/latest_conversations':
        return this.#latest(await readJson(request, latestSchema), shop);
      case '/plateau/chat/list':
        return this.#history(await readJson(request, historySchema), shop);
      case '/plateau/chat/send_message': {
        const { message, request_id: clientId } = (await readJson(request, sendSchema)).data;
        const type = message.type === 1 ? 'image' : 'text';
        return sendResult(shop.agentSends(message.to.uid, type, message.content, clientId));
      }
      case '/plateau/message/send/mallGoodsCard': {
        const { uid, goods_id: goodsId } = await readJson(request, cardSchema);
        return sendResult(shop.agentSends(uid, 'product_card', goodsLink(goodsId), ''));
      }
      case '/plateau/chat/move_conversation':
        return moveResult(await readJson(request, moveSchema), shop);
      case '/plateau/file/pre_upload':
        return this.#permit(shop);
      case '/latitude/assign/getAssignCsList':
        return good(csList(shop.shopKey, shop.staff));
      default:
        return null;
    }
  }

  #permit(shop: SimulatedShop): Readonly<Record<string, unknown>> {
    const refusal = shop.faults.refusalOf('upload');
    return refusal === null
      ? good(this.#images.permit(this.#parts.port()))
      : bad(Number(refusal.code) || 10_002, refusal.text);
  }

  #latest(
    { data }: z.output<typeof latestSchema>,
    shop: SimulatedShop,
  ): Readonly<Record<string, unknown>> {
    const media = this.#parts.media();
    const size = Math.min(data.size, LIST_MAX);
    const from = (data.page - 1) * size;
    const all = shop.conversations(from + size + 1, 1);
    const rows = all
      .slice(from, from + size)
      .flatMap(({ buyer, messages: [last] }) =>
        last === undefined ? [] : [conversation(shop, buyer, last, media)],
      );
    return good({ conversations: rows, has_more: all.length > from + size });
  }

  #history(
    { data }: z.output<typeof historySchema>,
    shop: SimulatedShop,
  ): Readonly<Record<string, unknown>> {
    const size = Math.min(data.list.size, HISTORY_MAX);
    const pin = data.list.with.id;
    const found = shop
      .conversations(Number.MAX_SAFE_INTEGER, size)
      .find(({ buyer }) => buyer.pin === pin);
    const media = this.#parts.media();
    const messages = (found?.messages ?? []).map((message) => chatMessage(shop, message, media));
    return good({ messages, has_more: false });
  }
}

/** No session, what a person must do first, the `http` fault, and a call that the page's client did not make. */
const refusalFor = (
  request: IncomingMessage,
  path: string,
  shop: SimulatedShop | null,
): { readonly status: number; readonly body: unknown } | null => {
  if (request.method !== 'POST') return { status: 405, body: bad(405, 'method not allowed') };
  if (shop === null) return { status: 200, body: bad(SESSION_EXPIRED, '会话已过期') };
  if (shop.faults.has('challenge')) return { status: 403, body: bad(VERIFY, '需要完成安全验证') };
  const fault = shop.faults.get('http');
  if (fault !== null) {
    return { status: fault.status, body: bad(fault.status, '请求过于频繁或被拒绝') };
  }
  const isSignedPath = path.startsWith('/plateau/') || path.startsWith('/latitude/');
  return isSignedPath && request.headers['anti-content'] !== antiContentOf(shop)
    ? { status: 403, body: bad(403, '请求被拒绝') }
    : null;
};

const sendResult = (answer: SendAnswer): Readonly<Record<string, unknown>> | 'lost' => {
  switch (answer.kind) {
    case 'taken': {
      const { serverId, at } = answer.message;
      return good({ result: 'ok', msg_id: serverId, ts: secondsOf(at) });
    }
    case 'refused':
      return good({ result: 'fail', error_code: Number(answer.code), error: answer.text });
    case 'lost':
      return answer.mode === 'pending' ? 'lost' : good({ result: 'ok' });
  }
};

const moveResult = (
  { data }: z.output<typeof moveSchema>,
  shop: SimulatedShop,
): Readonly<Record<string, unknown>> => {
  const { csid, uid } = data.conversation;
  const staffId = staffIdOf(csid, shop.shopKey);
  const answer: TransferAnswer =
    staffId === null
      ? { kind: 'refused', code: 4004, text: '客服不存在' }
      : shop.transfer(uid, staffId);
  return answer.kind === 'taken'
    ? good({ result: 'ok' })
    : good({ result: 'fail', error_code: answer.code, error: answer.text });
};
