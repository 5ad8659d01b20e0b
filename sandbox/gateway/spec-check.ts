import * as z from 'zod';

/**
 * The back office's own reading of "GUI 单连接多店铺 WebSocket 通信协议", section 3.1 and 4, written apart from the app's
 * schemas, so that a mistake there is not repeated here. It only judges: a frame that fails is kept all the same.
 */

const text = z.string().min(1);
const party = z.object({ id: text });
const optional = {
  pin_image: z.string().optional(),
  timestamp: z.number().int().positive().optional(),
  message_id: text.optional(),
};
const msgType = z.enum(['text', 'image', 'video', 'product_card', 'order_card']);
const business = { content: z.string(), store_id: z.guid() };

const SHAPES: Readonly<Record<string, z.ZodType>> = {
  message: z.object({
    type: z.literal('message'),
    ...business,
    content: text,
    sender: party,
    msg_type: msgType.optional(),
    ...optional,
  }),
  staff_list: z.object({
    type: z.literal('staff_list'),
    ...business,
    data: z.object({
      staff_list: z.array(
        z.object({
          staff_id: text,
          name: z.string(),
          status: z.number().int(),
          department: z.string(),
          online: z.boolean(),
        }),
      ),
    }),
    ...optional,
  }),
  transfer: z.object({
    type: z.literal('transfer'),
    ...business,
    content: text,
    sender: party,
    ...optional,
  }),
  // Not of the spec: a frame that a gateway may ask for (the app's own setting, off unless switched on).
  agent_reply: z.object({
    type: z.literal('agent_reply'),
    ...business,
    receiver: party,
    msg_type: msgType,
    ...optional,
  }),
};

const frameType = z.object({ type: z.string() });

/** One sentence about the first thing that the spec would not have, or null for a frame in its shape. */
export const findViolation = (frame: unknown): string | null => {
  const typed = frameType.safeParse(frame);
  if (!typed.success) return 'A frame without a "type".';
  const shape = SHAPES[typed.data.type];
  if (shape === undefined) return `The spec has no GUI frame of type "${typed.data.type}".`;
  const result = shape.safeParse(frame);
  if (result.success) return null;
  const issue = result.error.issues[0];
  return `${typed.data.type}: "${issue?.path.join('.') ?? ''}" ${issue?.message ?? 'does not fit'}.`;
};
