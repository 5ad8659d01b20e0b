import * as z from 'zod';
import { MESSAGE_TYPES } from '#shared/model/message.ts';
import { PLATFORMS, platformNamed } from '#shared/model/platform.ts';

/** Bodies of the control API. Unknown keys are ignored. */

/** `jd`, `taobao`, `douyin`, `pdd`, or the name as the spec has it (京东, 淘宝, 天猫, 抖音, 拼多多). */
const platformSchema = z.string().transform((name, context) => {
  const platform = platformNamed(name);
  if (platform !== null) return platform;
  context.addIssue(`"${name}" is none of ${PLATFORMS.join(', ')}`);
  return z.NEVER;
});

// No control characters: they join a conversation's key on the app's side.
const idSchema = z
  .string()
  .regex(/^[^\p{Cc}]{1,256}$/u, 'must be 1 to 256 characters, no control characters');

export const newShopSchema = z.object({
  platform: platformSchema,
  name: z.string().min(1).max(100),
  store_id: idSchema.optional(),
});

export const loginSchema = z.object({ cookie: z.string().min(1).max(16_384).optional() });

export const saySchema = z.object({
  msg_type: z.enum(MESSAGE_TYPES).default('text'),
  content: z.string().min(1).max(65_536),
  name: z.string().min(1).max(100).optional(),
  /** Extension: said so long ago. */
  ago_ms: z
    .number()
    .int()
    .min(0)
    .max(30 * 86_400_000)
    .default(0),
});
export type Say = z.input<typeof saySchema>;

export const staffSchema = z.object({
  staff: z
    .array(
      z.object({
        staff_id: z.string().min(1).max(128),
        name: z.string().max(256),
        status: z.number().int().default(1),
        department: z.string().max(256).default(''),
        online: z.boolean().default(true),
      }),
    )
    .max(10_000),
});

export const aiSchema = z.object({ enabled: z.boolean() });
export const verifySchema = z.object({
  content: z.string().min(1).max(1000).default('图形验证码校验失败,请刷新重试!'),
  buyer: z.string().min(1).optional(),
});
export const frameSchema = z.record(z.string(), z.unknown());
export const pinSchema = idSchema;
