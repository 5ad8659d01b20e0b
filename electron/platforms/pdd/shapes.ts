import * as z from 'zod';
import { fieldSchema, idSchema, textSchema, webAnswerSchema } from '../adapter/codec-kit.ts';

/** What 拼多多's sockets and api say, as far as we read it. A detail of another kind than expected counts as missing. */

const detailSchema = fieldSchema.catch(null);
const detailIdSchema = idSchema.nullish().catch(null);
const wholeSchema = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\d{1,9}$/u)
    .transform(Number),
]);

const partySchema = z.object({
  role: detailSchema,
  uid: detailIdSchema,
  mall_id: detailIdSchema,
});
export type Party = z.output<typeof partySchema>;

const infoFields = {
  goodsID: detailIdSchema,
  goodsName: detailSchema,
  goodsPrice: detailSchema,
  goodsThumbUrl: detailSchema,
  linkUrl: detailSchema,
  orderSequenceNo: detailIdSchema,
  goods_id: detailIdSchema,
  goods_name: detailSchema,
  goods_price: detailSchema,
  thumb_url: detailSchema,
  link_url: detailSchema,
  order_sequence_no: detailIdSchema,
  description: detailSchema,
  withdraw_hint: detailSchema,
};
const infoSchema = z.object({
  ...infoFields,
  /** The goods of a specification card stand one level deeper. */
  data: z.object(infoFields).nullish().catch(null),
});

export const messageSchema = z.object({
  msg_id: idSchema.nullish(),
  type: wholeSchema,
  sub_type: wholeSchema.nullish().catch(null),
  template_name: detailSchema,
  from: partySchema,
  to: partySchema,
  content: textSchema.nullish(),
  nickname: detailSchema,
  /** Seconds. */
  ts: detailSchema,
  info: infoSchema.nullish().catch(null),
});
export type ChatMessage = z.output<typeof messageSchema>;

export const pushSchema = z.object({
  response: z.string(),
  message: z.unknown().optional(),
  target: z.object({ mall_id: detailIdSchema }).nullish().catch(null),
});
/** The binary socket's own push; without `message` it is about something else. */
export const batchSchema = z.object({
  push_data: z.object({
    data: z.array(z.object({ message: z.unknown().optional() })).max(500),
  }),
});
export const systemSchema = z.object({
  type: wholeSchema,
  content: detailSchema,
  data: z.object({ content: detailSchema, device: detailSchema }).nullish().catch(null),
});

export const identityAnswerSchema = webAnswerSchema.extend({
  overlay: z.boolean(),
  mallName: z.string().max(200),
});
export const userInfoSchema = z.object({
  result: z.object({ id: idSchema, mall_id: idSchema, username: z.string().max(200) }),
});
/** Both spellings are seen. */
export const statusSchema = z.object({
  success: z.boolean().nullish(),
  error_code: detailSchema,
  errorCode: detailSchema,
  error_msg: detailSchema,
  errorMsg: detailSchema,
});
export const outcomeSchema = statusSchema.extend({
  result: z
    .object({
      error_code: detailSchema,
      error: detailSchema,
      msg_id: detailIdSchema,
      ts: detailSchema,
    })
    .nullish()
    .catch(null),
});

export const pollAnswerSchema = webAnswerSchema.extend({
  shopKey: z.string(),
  histories: z.array(webAnswerSchema).max(100),
});
export const conversationListSchema = z.object({
  result: z.object({ conversations: z.array(z.unknown()).max(1000) }),
});
/** Beside the last message that a conversation in the list is. */
export const buyerCardSchema = z.object({
  user_info: z.object({ uid: idSchema, nickname: detailSchema, avatar: detailSchema }),
});
export const historySchema = z.object({
  result: z.object({ messages: z.array(z.unknown()).max(500) }),
});

export const staffAnswerSchema = webAnswerSchema.extend({ shopKey: z.string() });
export const staffListSchema = z.object({
  result: z.object({
    csList: z.record(
      z.string(),
      z.object({
        username: detailSchema,
        csName: detailSchema,
        nickname: detailSchema,
        department: detailSchema,
        status: wholeSchema.catch(0),
      }),
    ),
  }),
});
export const storedImageSchema = z.object({ url: z.url({ protocol: /^https?$/u }) });
