import * as z from 'zod';
import { asBuyerPin, asMessageId, asShopId, asStaffId } from '../model/ids.ts';
import { MAX_CONTENT_CHARACTERS, MESSAGE_TYPES } from '../model/message.ts';

/**
 * The frames of the gateway's wire (`ws://<host>/ws/gui/<exe_token>/`), both directions, as schemas.
 * Source: the back office's protocol text "GUI 单连接多店铺 WebSocket 通信协议", sections 1 to 5.
 * Unknown keys are dropped; ids are strings (the codec keeps the digits of large integers, GW6).
 */

const idText = z.string().min(1).max(256);
// U+001F joins a conversation's key, so no control character may stand in a shop id or pin.
// oxlint-disable-next-line no-control-regex -- the point of the rule is to find them by accident
const plainId = idText.regex(/^[^\u0000-\u001f\u007f]+$/u, 'control characters');

export const shopIdSchema = plainId.transform(asShopId);
export const buyerPinSchema = plainId.transform(asBuyerPin);
const messageIdSchema = plainId.transform(asMessageId);
const staffIdSchema = plainId.transform(asStaffId);
export const messageTypeSchema = z.enum(MESSAGE_TYPES);

/** Text of a message: at most 64 Ki characters, far above what any platform takes. */
const contentSchema = z.string().max(MAX_CONTENT_CHARACTERS);

const party = z.object({ id: buyerPinSchema });

/** A staff account as the spec's example 4.6 shows it. */
export const wireStaffSchema = z.object({
  staff_id: staffIdSchema,
  name: z.string().max(256),
  status: z.number().int(),
  department: z.string().max(256),
  online: z.boolean(),
});

// ---- GUI -> back office (spec 4) ----

const businessFields = {
  store_id: shopIdSchema,
  message_id: messageIdSchema.optional(),
  timestamp: z.number().int().optional(),
};

/** Spec 4.1-4.5: the buyer said something on the platform. */
export const outboundMessageSchema = z.object({
  type: z.literal('message'),
  content: contentSchema,
  msg_type: messageTypeSchema.optional(),
  sender: party,
  pin_image: z.string().max(4096).optional(),
  ...businessFields,
});

/** Spec 4.6. */
export const outboundStaffListSchema = z.object({
  type: z.literal('staff_list'),
  content: contentSchema,
  data: z.object({ staff_list: z.array(wireStaffSchema).max(10_000) }),
  ...businessFields,
});

/** Spec 3.1 names the type; the shape is the mirror of 5.5, with the buyer as `sender`. `content` names the staff member. */
export const outboundTransferSchema = z.object({
  type: z.literal('transfer'),
  content: contentSchema,
  sender: party,
  ...businessFields,
});

/** GW12, not of the spec: only sent when a setting asks for it. */
export const outboundAgentReplySchema = z.object({
  type: z.literal('agent_reply'),
  content: contentSchema,
  msg_type: messageTypeSchema,
  receiver: party,
  ...businessFields,
});

/** Spec 4.7. The only frame without a shop. */
export const pingSchema = z.object({ type: z.literal('ping'), uuid: idText });

export const outboundFrameSchema = z.discriminatedUnion('type', [
  outboundMessageSchema,
  outboundStaffListSchema,
  outboundTransferSchema,
  outboundAgentReplySchema,
  pingSchema,
]);
export type OutboundFrame = z.infer<typeof outboundFrameSchema>;
/** What the outbox keeps: everything but the heartbeat, always with `message_id` and `timestamp` (GW8). */
export type BusinessFrame = Exclude<OutboundFrame, { type: 'ping' }> & {
  readonly message_id: ReturnType<typeof asMessageId>;
  readonly timestamp: number;
};

// ---- back office -> GUI (spec 5) ----

/** Spec 1.1: the user is known. Carries no shop. */
export const successSchema = z.object({
  type: z.literal('success'),
  content: z.string().optional(),
});

/** Spec 5.1: a shop's cookie. `content` is secret. */
export const connectSuccessSchema = z.object({
  type: z.literal('connect_success'),
  content: contentSchema,
  store_id: shopIdSchema,
  platform_name: z.string().max(64).optional(),
  message_id: messageIdSchema.optional(),
});

/** Spec 5.2. `receiver.id` may be a buyer of the shop or an id of the GUI. */
export const errorSchema = z.object({
  type: z.literal('error'),
  content: contentSchema,
  receiver: party.optional(),
  data: z.object({ verify_link: z.string().max(4096).optional() }).optional(),
  store_id: shopIdSchema,
  message_id: messageIdSchema.optional(),
});

/** Spec 5.3, 5.4, 5.6: AI, back-office staff or urging writes to a buyer; the wire does not tell which. */
export const inboundMessageSchema = z.object({
  type: z.literal('message'),
  // Nothing to say to the buyer is a fault of the gateway, to be seen, not to be sent.
  content: contentSchema.min(1),
  msg_type: messageTypeSchema.optional(),
  receiver: party,
  store_id: shopIdSchema,
  message_id: messageIdSchema.optional(),
  timestamp: z.number().optional(),
});

/** Spec 5.5: hand the buyer to the staff member whose name is `content`. */
export const inboundTransferSchema = z.object({
  type: z.literal('transfer'),
  content: z.string().min(1).max(256),
  receiver: party,
  store_id: shopIdSchema,
  message_id: messageIdSchema.optional(),
});

/** Spec 5.7: the answer to the ping of the same uuid; some back offices leave it out (GW4). */
export const pongSchema = z.object({ type: z.literal('pong'), uuid: idText.optional() });

export const inboundFrameSchema = z.discriminatedUnion('type', [
  successSchema,
  connectSuccessSchema,
  errorSchema,
  inboundMessageSchema,
  inboundTransferSchema,
  pongSchema,
]);
export type InboundFrame = z.infer<typeof inboundFrameSchema>;
/** What concerns a shop; the rest is the session's own. */
export type InboundBusinessFrame = Exclude<InboundFrame, { type: 'success' | 'pong' }>;
