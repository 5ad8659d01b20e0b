import * as z from 'zod';
import { fieldSchema, idSchema, textSchema } from '../adapter/codec-kit.ts';

/** What 千牛's web chat and `mtop` answer, as far as we read it. */

const uidSchema = z.union([z.object({ uid: textSchema }).transform(({ uid }) => uid), textSchema]);
const contentSchema = z.object({
  contentType: z.coerce.number(),
  text: z.object({ content: textSchema }).nullish(),
  photo: z.object({ mediaId: fieldSchema, url: fieldSchema }).nullish(),
  custom: z
    .object({
      type: z.coerce.number().catch(0),
      data: fieldSchema,
      summary: fieldSchema,
      title: fieldSchema,
    })
    .nullish(),
});
export type ChatContent = z.output<typeof contentSchema>;
export const messageSchema = z.object({
  messageId: idSchema,
  cid: z.string().max(512),
  createAt: z.coerce.number().nullish().catch(null),
  sender: uidSchema,
  content: contentSchema,
  extension: z.object({ sender_nick: fieldSchema }).nullish().catch(null),
});
export type ChatMessage = z.output<typeof messageSchema>;
/** A model of the history wraps its message. */
export const modelSchema = z.object({ message: z.unknown().optional() });

export const lwpSchema = z.object({ lwp: z.string().nullish(), body: z.unknown().optional() });
export const syncSchema = z.object({
  syncPushPackage: z.object({
    data: z.array(z.object({ objectType: fieldSchema, data: z.string() })).max(2_000),
  }),
});
export const removedSchema = z
  .object({ reason: fieldSchema, by: fieldSchema })
  .catch({ reason: null, by: null });

export const mtopSchema = z.object({
  ret: z.array(fieldSchema).max(5),
  data: z.unknown().optional(),
});
export const identityAnswerSchema = mtopSchema.extend({ overlay: z.boolean() });
export const userSchema = z.object({
  nick: z.string().min(1).max(200),
  userNumId: idSchema,
  mainUserNumId: idSchema.nullish(),
});
export const staffSchema = z.object({
  list: z.array(z.object({ nick: z.string().min(1).max(200) })).max(5_000),
});

export const pollAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    shopKey: z.string().nullable(),
    code: fieldSchema,
    body: z.unknown().optional(),
    models: z.array(z.unknown()).nullable(),
    unnamed: z.number().int().min(0).default(0),
  }),
  z.object({ kind: z.literal('threw'), text: z.string() }),
]);
export const reasonSchema = z
  .object({ code: fieldSchema, reason: fieldSchema })
  .catch({ code: null, reason: null });
export const sendAnswerSchema = z.object({
  lwpCode: fieldSchema,
  messageId: idSchema.nullish(),
  createAt: z.coerce.number().nullish().catch(null),
  code: fieldSchema,
  reason: fieldSchema,
});
export const customDataSchema = z.object({
  url: fieldSchema,
  text: fieldSchema,
  itemId: idSchema.nullish(),
  bizOrderId: idSchema.nullish(),
  title: fieldSchema,
  price: fieldSchema,
  picUrl: fieldSchema,
  itemUrl: fieldSchema,
});
export type CustomData = z.output<typeof customDataSchema>;

export const uploadedSchema = z.object({
  success: z.literal(true),
  object: z.object({ url: z.string().regex(/^https?:\/\//u) }),
});
