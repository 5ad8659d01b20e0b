import * as z from 'zod';
import { fieldSchema, idSchema, textSchema, webAnswerSchema } from '../adapter/codec-kit.ts';

/** What 飞鸽's page and api answer, as far as we read it. */

const extSchema = z.object({
  type: textSchema,
  's:sender_biz_role': fieldSchema,
  's:send_response_status': fieldSchema,
  check_code: fieldSchema,
  check_message: fieldSchema,
  sender_name: fieldSchema,
  sender_avatar: fieldSchema,
  order_id: fieldSchema,
  goods_id: fieldSchema,
  to_trans_uid: fieldSchema,
});
export const messageSchema = z.object({
  serverId: idSchema.nullish(),
  conversationId: z.string().max(512),
  content: textSchema.nullish(),
  createdAt: z.number().nullish(),
  ext: extSchema,
});
export type PigeonMessage = z.output<typeof messageSchema>;

export const identityAnswerSchema = webAnswerSchema.extend({ overlay: z.boolean() });
export const pollAnswerSchema = webAnswerSchema.extend({ shopKey: z.string().nullable() });
export const codeSchema = z.object({
  code: z.union([z.number(), z.string()]).transform(Number),
  msg: fieldSchema,
});
export const currentUserSchema = z.object({
  data: z.object({
    ShopId: idSchema,
    ShopName: z.string().max(200),
    CustomerServiceInfo: z.object({ id: idSchema, screen_name: z.string().max(200) }),
  }),
});
export const conversationListSchema = z.object({
  data: z.object({
    conversations: z
      .array(
        z.object({
          conversationId: z.string().max(512),
          buyerName: fieldSchema,
          buyerAvatar: fieldSchema,
          messages: z.array(z.unknown()).max(200),
        }),
      )
      .max(1000),
  }),
});
export const staffListSchema = z.object({
  data: z.array(
    z.object({
      staffId: idSchema,
      staffName: z.string().max(200),
      status: z.coerce.number().int().catch(1),
      online_status: z.coerce.number().catch(0),
      department: z.string().max(200).nullish(),
    }),
  ),
});
export const goodsCardSchema = z.object({
  goods_id: idSchema,
  order_id: idSchema.nullish(),
  title: fieldSchema,
  price: fieldSchema,
  img: fieldSchema,
  link: fieldSchema,
});
export const kickedSchema = z.object({ reason: fieldSchema, by: fieldSchema });
export const transferCodeSchema = z
  .object({ code: fieldSchema, msg: fieldSchema })
  .catch({ code: null, msg: null });

/** Of the page's upload, as `invoke` hands it up. */
export const uploadAnswerSchema = z.object({
  kind: z.literal('resolved'),
  answer: z.object({
    code: z.union([z.literal('0'), z.literal(0)]),
    url: z.url({ protocol: /^https?$/u }),
  }),
});
