import * as z from 'zod';
import { asBuyerPin, asPlatformMessageId } from '#shared/model/ids.ts';
import type { Adapter } from '../../adapter/adapter.ts';
import { idSchema, readJson, webAnswerSchema } from '../../adapter/codec-kit.ts';
import { EMPTY, joined, UNDECODED, type CodecResult } from '../../adapter/codec-result.ts';

const meSchema = z.object({ shop: idSchema, name: z.string(), staff: idSchema });
const messageSchema = z.object({
  id: idSchema,
  buyer: z.string(),
  by: z.enum(['buyer', 'shop']),
  text: z.string(),
  at: z.number(),
});
const listSchema = z.array(z.unknown()).max(1_000);

const decode = (given: unknown): CodecResult => {
  const parsed = messageSchema.safeParse(given);
  if (!parsed.success) return UNDECODED;
  const { id, buyer, by, text, at } = parsed.data;
  const message = {
    platformMessageId: asPlatformMessageId(id),
    buyerPin: asBuyerPin(buyer),
    buyerName: null,
    avatarUrl: null,
    from: by === 'buyer' ? by : 'self',
    type: 'text',
    content: text,
    card: null,
    sentAt: at,
  } as const;
  return { ...EMPTY, messages: [message] };
};

export const fifthCodec: Adapter['codec'] = {
  identity: (answer) => {
    const asked = webAnswerSchema.safeParse(answer);
    if (asked.data?.status === 401) return { kind: 'loginRequired', words: null };
    const me = meSchema.safeParse(readJson(asked.data?.text ?? ''));
    if (!me.success) return { kind: 'failed', trace: 'the answer was not understood' };
    const { shop, name, staff } = me.data;
    return { kind: 'identified', shopKey: shop, shopName: name, staffId: staff, staffName: staff };
  },
  events: (events) => joined(events.map(({ payload }) => decode(payload))),
  poll: (answer) => {
    const asked = webAnswerSchema.safeParse(answer);
    const list = listSchema.safeParse(readJson(asked.data?.text ?? ''));
    return list.success ? joined(list.data.map(decode)) : UNDECODED;
  },
  sendEvidence: (message) => {
    const [sent] = decode(message).messages;
    return sent
      ? { kind: 'sent', platformMessageId: sent.platformMessageId, sentAt: sent.sentAt }
      : { kind: 'unconfirmed', why: 'no evidence in the answer' };
  },
  staff: () => null,
  transferEvidence: () => ({ kind: 'refused', text: 'not supported' }),
};
