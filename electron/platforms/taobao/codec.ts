import type { SendOutcome } from '../../core/ports/connectors.ts';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import { asBuyerPin, asPlatformMessageId, asStaffId } from '#shared/model/ids.ts';
import type { CardDetail } from '#shared/model/message.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { Adapter, IdentityAnswer, SocketFrame } from '../adapter/adapter.ts';
import { challengeEvents, goodBodyOf, identityOf, readJson } from '../adapter/codec-kit.ts';
import { EMPTY, joined, UNDECODED, type CodecResult } from '../adapter/codec-result.ts';
import {
  customDataSchema,
  identityAnswerSchema,
  lwpSchema,
  messageSchema,
  modelSchema,
  mtopSchema,
  pollAnswerSchema,
  reasonSchema,
  removedSchema,
  sendAnswerSchema,
  staffSchema,
  syncSchema,
  uploadedSchema,
  userSchema,
  type ChatContent,
  type ChatMessage,
  type CustomData,
} from './shapes.ts';

/** The kinds of a picture by the number in its id. */
const ENDINGS = ['jpg', 'webp', 'png', 'jpg', 'gif'] as const;
/** Pictures that anybody with the address may see; others need a login that our fetcher has not. */
const OPEN_ACCESS = new Set([0, 6]);

/**
 * The address of a picture that the chat names by a media id (`$` and base64 of some bytes: the third says what kind it is,
 * the fourth who may see it). An address is given back as it is; null for an id that cannot be read.
 */
const mediaAddress = (id: string): string | null => {
  if (/^https?:\/\//u.test(id)) return id;
  if (!id.startsWith('$')) return null;
  const body = id.slice(1);
  const bytes = Buffer.from(body, 'base64');
  const [, , kind = 0, access = 0] = bytes;
  if (bytes.length < 4) return null;
  const host = OPEN_ACCESS.has(access) ? 'down-cdn.dingtalk.com' : 'down.dingtalk.com';
  const path = body.replaceAll('-', '+').replaceAll('_', '/');
  return `https://${host}/ddmedia/${path}.${ENDINGS[kind] ?? 'jpg'}_620x10000q90.jpg`;
};

/** The first word of `mtop`'s `ret`. */
const CHALLENGES = /^(?:RGV587_ERROR|FAIL_SYS_USER_VALIDATE)/u;
const LOGINS = /^FAIL_SYS_SESSION_EXPIRED/u;
const SUCCESS = /^SUCCESS/u;
/** `objectType` of a chat message in a push; others are signals of the conversation. */
const CHAT_MESSAGE = '40000';
const ITEM_LINK = 'https://item.taobao.com/item.htm?id=';
const CUSTOM = { image: 7, video: 9, system: 1001 } as const;

/** Shapes of 千牛's web chat to ours; pure. What is not understood counts as undecoded and is never guessed at. */
export const taobaoCodec: Adapter['codec'] = {
  identity: (answer) =>
    identityOf(identityAnswerSchema, answer, ({ ret, data, overlay }) => {
      const said = ret[0] ?? '';
      if (overlay || CHALLENGES.test(said))
        return { kind: 'challenge', words: wordsOf(said) || null };
      if (LOGINS.test(said)) return { kind: 'loginRequired', words: wordsOf(said) || null };
      if (!SUCCESS.test(said)) return { kind: 'failed', trace: said.slice(0, 200) || 'no answer' };
      return identified(data);
    }),

  events: challengeEvents,

  frames: (frames, shopKey) => {
    const result = joined(frames.map((frame) => decodeFrame(frame, shopKey)));
    // The same message comes as `/s/para` and again as `/s/sync`.
    const once = new Map(result.messages.map((message) => [message.platformMessageId, message]));
    return { ...result, messages: [...once.values()] };
  },

  poll: (answer) => {
    const parsed = pollAnswerSchema.safeParse(answer);
    if (!parsed.success) return UNDECODED;
    // The page's own line is down, or slow: the probe's business, not one of shapes.
    if (parsed.data.kind === 'threw') return EMPTY;
    const { shopKey, code, body, models, unnamed } = parsed.data;
    if (code !== '200') {
      const { code: why, reason } = reasonSchema.parse(body);
      return CHALLENGES.test(why ?? '') ? { ...EMPTY, challenged: reason ?? '' } : EMPTY;
    }
    if (models === null) return UNDECODED;
    const result = joined(models.map((model) => decodeMessage(model, shopKey ?? '')));
    return { ...result, undecoded: result.undecoded + unnamed };
  },

  uploadedUrl: (answer) => {
    const uploaded = uploadedSchema.safeParse(goodBodyOf(answer));
    return uploaded.success ? uploaded.data.object.url : null;
  },

  sendEvidence: (answer) => sendEvidence(answer),

  staff: (answer) => {
    const parsed = mtopSchema.safeParse(answer);
    if (!parsed.success || !SUCCESS.test(parsed.data.ret[0] ?? '')) return null;
    const list = staffSchema.safeParse(parsed.data.data);
    return list.success ? staffOf(list.data.list.map(({ nick }) => nick)) : null;
  },

  transferEvidence: () => ({ kind: 'refused', text: '淘宝网页版无法转接' }),
};

/** `CODE::words`, where the words may be led by one more code. */
const wordsOf = (said: string): string => said.split('::').at(-1) ?? '';

/** A service account's nick is `<shop>:<name>`, the shop's own has no colon. */
const identified = (data: unknown): IdentityAnswer =>
  identityOf(userSchema, data, ({ nick, userNumId, mainUserNumId }) => {
    const [shopName = nick] = nick.split(':');
    return {
      kind: 'identified',
      shopKey: mainUserNumId ?? userNumId,
      shopName,
      staffId: userNumId,
      staffName: nick,
    };
  });

/** Answers to the page's own requests have no address and are no news; neither are heartbeats. */
const decodeFrame = ({ data, isBinary }: SocketFrame, shopKey: string): CodecResult => {
  const frame = isBinary ? null : lwpSchema.safeParse(readJson(data));
  if (!frame?.success) return UNDECODED;
  switch (frame.data.lwp ?? '') {
    case '/s/para':
    case '/s/sync': {
      const push = syncSchema.safeParse(frame.data.body);
      if (!push.success) return UNDECODED;
      const items = push.data.syncPushPackage.data;
      const messages = items.filter(
        ({ objectType }) => (objectType ?? CHAT_MESSAGE) === CHAT_MESSAGE,
      );
      return joined(messages.map((item) => decodeMessage(readBase64(item.data), shopKey)));
    }
    case '/s/session/remove': {
      const { reason, by } = removedSchema.parse(frame.data.body);
      return { ...EMPTY, kicked: [reason, by].filter(Boolean).join(' · ') };
    }
    default:
      return EMPTY;
  }
};

const decodeMessage = (given: unknown, shopKey: string): CodecResult => {
  const model = modelSchema.safeParse(given);
  const parsed = messageSchema.safeParse(model.success ? (model.data.message ?? given) : given);
  const pin = parsed.success ? buyerIn(parsed.data.cid, shopKey) : null;
  if (!parsed.success || pin === null || parsed.data.messageId === '') return UNDECODED;
  const message = parsed.data;
  const from = senderOf(message, pin, shopKey);
  const nick = message.extension?.sender_nick?.replace(/^cntaobao/u, '');
  const decoded: PlatformMessage = {
    platformMessageId: asPlatformMessageId(message.messageId),
    buyerPin: asBuyerPin(pin),
    buyerName: (from === 'buyer' && nick) || null,
    avatarUrl: null,
    from,
    ...contentOf(message.content),
    sentAt: message.createAt ?? null,
  };
  return { ...EMPTY, messages: [decoded] };
};

/** `<one>.1-<other>.1#11001@cntaobao`, where one of both is this shop; null for another shop's. */
const buyerIn = (cid: string, shopKey: string): string | null => {
  const pair = /^(.+)\.1#\d+@cntaobao$/su.exec(cid)?.[1];
  if (pair === undefined || shopKey === '') return null;
  const asSecond = `.1-${shopKey}`;
  if (pair.endsWith(asSecond)) return pair.slice(0, -asSecond.length) || null;
  const asFirst = `${shopKey}.1-`;
  return pair.startsWith(asFirst) ? pair.slice(asFirst.length) || null : null;
};

const senderOf = (
  { sender, content }: ChatMessage,
  pin: string,
  shopKey: string,
): PlatformMessage['from'] => {
  if (content.custom?.type === CUSTOM.system) return 'system';
  const id = sender.replace(/@cntaobao$/u, '');
  if (id === pin) return 'buyer';
  return id === shopKey ? 'self' : 'system';
};

type Content = Pick<PlatformMessage, 'type' | 'content' | 'card'>;

const contentOf = ({ contentType, text, photo, custom }: ChatContent): Content => {
  const summary = custom?.summary ?? custom?.title ?? '';
  switch (contentType) {
    case 1:
      return text ? plainly('text', text.content) : plainly('unknown', summary);
    case 2: {
      const address = mediaAddress(photo?.url ?? photo?.mediaId ?? '');
      return address === null ? plainly('unknown', '[图片]') : plainly('image', address);
    }
    case 101: {
      const data = customDataSchema.safeParse(readBase64(custom?.data ?? ''));
      const known = data.success ? customOf(custom?.type ?? 0, data.data) : null;
      return known ?? plainly('unknown', summary);
    }
    default:
      return plainly('unknown', summary);
  }
};

const plainly = (type: PlatformMessage['type'], content: string): Content => ({
  type,
  content,
  card: null,
});

/** Null for what is of a kind that we do not know, or lacks what makes it one. */
const customOf = (type: number, data: CustomData): Content | null => {
  switch (type) {
    case CUSTOM.image:
      return data.url ? plainly('image', data.url) : null;
    case CUSTOM.video:
      return data.url ? plainly('video', data.url) : null;
    case CUSTOM.system:
      return data.text ? plainly('text', data.text) : null;
    default:
      return data.itemId || data.bizOrderId ? cardOf(data) : null;
  }
};

const cardOf = ({ itemId, bizOrderId, title, price, picUrl, itemUrl }: CustomData): Content => {
  const card: CardDetail = {
    title: title ?? null,
    priceText: price ?? null,
    imageUrl: picUrl ?? null,
    goodsId: itemId ?? null,
    orderId: bizOrderId ?? null,
    link: itemUrl ?? null,
  };
  if (bizOrderId) {
    // The wire's text of an order card (spec 4.5), of what the card knows.
    const words = [itemId && `商品id:${itemId}`, `订单号:${bizOrderId}`].filter(Boolean);
    return { type: 'order_card', content: words.join(' '), card };
  }
  const hasLink = /^https?:\/\//u.test(itemUrl ?? '');
  return {
    type: 'product_card',
    content: hasLink ? (itemUrl ?? '') : `${ITEM_LINK}${itemId}`,
    card,
  };
};

/** JSON inside of base64, with all digits; null when it is none. */
const readBase64 = (text: string): unknown => {
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64')));
  } catch {
    return null;
  }
};

/** CV3: sent means that the answer brought a message id; a refusal has a code and words, also inside a successful answer. */
const sendEvidence = (answer: unknown): SendOutcome => {
  const parsed = sendAnswerSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unconfirmed', why: 'the answer was not understood' };
  const { lwpCode, messageId, createAt, code, reason } = parsed.data;
  if (messageId && lwpCode === '200')
    return {
      kind: 'sent',
      platformMessageId: asPlatformMessageId(messageId),
      sentAt: createAt ?? null,
    };
  if (code && reason) return { kind: 'rejected', code, text: reason };
  return { kind: 'unconfirmed', why: 'no evidence in the answer' };
};

/** The list tells nicks alone. A nick is what a person is known by there; an equal one gets a number, so that both stay. */
const staffOf = (nicks: readonly string[]): readonly Staff[] => {
  const seen = new Map<string, number>();
  return nicks.map((nick) => {
    const count = (seen.get(nick) ?? 0) + 1;
    seen.set(nick, count);
    return {
      staffId: asStaffId(count === 1 ? nick : `${nick}#${count}`),
      name: nick.slice(nick.indexOf(':') + 1),
      status: 1,
      department: '',
      online: false,
    };
  });
};
