import * as z from 'zod';
import { fieldSchema, idSchema, textSchema, webAnswerSchema } from '../adapter/codec-kit.ts';

/** What 咚咚's page, its socket and `checkin.json` answer, as far as we read it. */

/** Milliseconds, or the platform's clock on the wall in China. */
const timeSchema = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,16}$/u)
    .transform(Number),
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u)
    .transform((text) => Date.parse(`${text.replace(' ', 'T')}+08:00`)),
]);

const partySchema = z.object({
  app: z.string().max(64),
  pin: textSchema,
  name: fieldSchema,
  avatar: fieldSchema,
});
export type Party = z.output<typeof partySchema>;

export const chatMessageSchema = z.object({
  type: z.literal('chat_message'),
  mid: idSchema.nullish(),
  from: partySchema,
  to: partySchema,
  datetime: timeSchema.nullish().catch(null),
  body: z.object({
    type: z.string().max(64),
    content: textSchema.nullish(),
    url: z.string().max(4096).nullish(),
    transferTo: fieldSchema,
    chatinfo: z.object({ pid: idSchema.nullish(), venderId: idSchema }),
  }),
});
export type ChatMessage = z.output<typeof chatMessageSchema>;

/** What tells one frame of the page's sockets from another. */
export const frameSchema = z.object({ type: fieldSchema, errorCode: fieldSchema });
export const failureSchema = z
  .object({
    errorMsg: fieldSchema,
    body: z.object({ code: fieldSchema, msg: fieldSchema, by: fieldSchema }).nullish(),
  })
  .catch({ errorMsg: null, body: null });

export const identityAnswerSchema = webAnswerSchema.extend({ overlay: z.boolean() });
export const checkinSchema = z.object({
  data: z.object({
    pin: textSchema,
    venderId: idSchema,
    venderName: z.string().max(200).nullish(),
  }),
});
export const errorSchema = z
  .object({ errorCode: fieldSchema, errorMsg: fieldSchema })
  .catch({ errorCode: null, errorMsg: null });

export const pollAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('resolved'),
    shopKey: z.string(),
    messages: z.array(z.unknown()).max(2_000),
  }),
  z.object({ kind: z.literal('threw'), text: z.string() }),
]);

export const sentSchema = z.object({
  code: fieldSchema,
  mid: idSchema.nullish(),
  datetime: timeSchema.nullish().catch(null),
  errorCode: fieldSchema,
  errorMsg: fieldSchema,
});

export const cardSchema = z
  .object({ title: fieldSchema, price: fieldSchema, img: fieldSchema, orderId: idSchema.nullish() })
  .catch({ title: null, price: null, img: null, orderId: null });

export const staffRowsSchema = z.array(
  z.object({ id: z.string(), name: z.string().max(200), online: z.boolean() }),
);
export const transferSchema = z.object({ refused: z.string().nullable() });
