import * as z from 'zod';
import type { SimulatedShop } from '../shop.ts';
import { conversationList, messageList, pinOf } from './shapes.ts';

export type LwpAnswer = { readonly code: number; readonly body: unknown };

const MOST_CONVERSATIONS = 50;
const MOST_MESSAGES = 50;
const ALL = Number.MAX_SAFE_INTEGER;

const listSchema = z.tuple([z.number(), z.number().int().min(1)]);
const historySchema = z.tuple([
  z.string(),
  z.boolean(),
  z.number(),
  z.number().int().min(1),
  z.boolean(),
]);
const sendSchema = z.tuple([
  z.object({
    uuid: z.string().min(1).max(128),
    cid: z.string().max(512),
    content: z.discriminatedUnion('contentType', [
      z.object({
        contentType: z.literal(1),
        text: z.object({ content: z.string().min(1).max(20_000) }),
      }),
      z.object({
        contentType: z.literal(101),
        custom: z.object({ type: z.literal(7), data: z.string().max(20_000) }),
      }),
    ]),
  }),
  z.object({ actualReceivers: z.array(z.string()).min(1) }),
]);
const imageSchema = z.object({ url: z.string() }).catch({ url: '' });

/** Answers a request of a registered page; null for one that is never answered. */
export const answerTo = (
  shop: SimulatedShop,
  lwp: string,
  body: unknown,
  media: string,
): LwpAnswer | null => {
  if (shop.faults.has('challenge'))
    return { code: 403, body: { code: 'FAIL_SYS_USER_VALIDATE', reason: '需要完成安全验证' } };
  switch (lwp) {
    case '/r/Conversation/listNewestPagination': {
      const asked = listSchema.safeParse(body);
      if (!asked.success) return MALFORMED;
      const conversations = shop.conversations(Math.min(asked.data[1], MOST_CONVERSATIONS), ALL);
      return { code: 200, body: conversationList(shop, conversations, media) };
    }
    case '/r/MessageManager/listUserMessages': {
      const asked = historySchema.safeParse(body);
      if (!asked.success) return MALFORMED;
      const [cid, , cursor, count] = asked.data;
      const pin = pinOf(cid, shop.shopKey);
      const found = shop.conversations(ALL, ALL).find(({ buyer }) => buyer.pin === pin);
      const page = { cursor, count: Math.min(count, MOST_MESSAGES) };
      return { code: 200, body: messageList(shop, found?.messages ?? [], page, media) };
    }
    case '/r/MessageSend/sendByReceiverScope':
      return sendAnswer(shop, body);
    default:
      return { code: 404, body: { code: '404', reason: `no ${lwp}` } };
  }
};

const MALFORMED: LwpAnswer = { code: 400, body: { code: '400', reason: 'malformed' } };

const sendAnswer = (shop: SimulatedShop, body: unknown): LwpAnswer | null => {
  const asked = sendSchema.safeParse(body);
  if (!asked.success) return MALFORMED;
  const [{ uuid, cid, content }] = asked.data;
  const pin = pinOf(cid, shop.shopKey);
  if (pin === null) return refused('10007', '会话不存在');
  const answer =
    content.contentType === 1
      ? shop.agentSends(pin, 'text', content.text.content, uuid)
      : shop.agentSends(pin, 'image', imageUrlOf(content.custom.data), uuid);
  switch (answer.kind) {
    case 'taken':
      return {
        code: 200,
        body: { messageId: answer.message.serverId, createAt: answer.message.at, cid, uuid },
      };
    case 'refused':
      return refused(answer.code, answer.text);
    case 'lost':
      return answer.mode === 'pending' ? null : { code: 200, body: {} };
  }
};

/** A refusal comes inside a successful answer. */
const refused = (code: string, reason: string): LwpAnswer => ({
  code: 200,
  body: { messageId: '', code, reason },
});

const imageUrlOf = (data: string): string => {
  try {
    const image: unknown = JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
    return imageSchema.parse(image).url;
  } catch {
    return '';
  }
};
