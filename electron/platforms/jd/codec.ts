import type { SendOutcome, TransferOutcome } from '../../core/ports/connectors.ts';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import { asBuyerPin, asPlatformMessageId, asStaffId } from '#shared/model/ids.ts';
import type { CardDetail } from '#shared/model/message.ts';
import type { Adapter, IdentityAnswer, SocketFrame } from '../adapter/adapter.ts';
import { challengeEvents, identityOf, readJson, webIdentityOf } from '../adapter/codec-kit.ts';
import { EMPTY, joined, UNDECODED, type CodecResult } from '../adapter/codec-result.ts';
import {
  cardSchema,
  chatMessageSchema,
  checkinSchema,
  errorSchema,
  failureSchema,
  frameSchema,
  identityAnswerSchema,
  pollAnswerSchema,
  sentSchema,
  staffRowsSchema,
  transferSchema,
  type ChatMessage,
  type Party,
} from './shapes.ts';

const BUYER_APP = 'im.customer';
const STAFF_APP = 'im.waiter';
/** Somebody logged in elsewhere. */
const KICK_CODE = '4281';

/** Status 0 with an address is a redirect, which leads to the login. */
const isRedirect = ({ status, url }: { readonly status: number; readonly url: string }): boolean =>
  status === 0 && url !== '';

/** Shapes of 咚咚's page and sockets to ours; pure. What is not understood counts as undecoded and is never guessed at. */
export const jdCodec: Adapter['codec'] = {
  identity: (answer) =>
    webIdentityOf(identityAnswerSchema, answer, isRedirect, (body, { status }) => {
      const { errorCode, errorMsg } = errorSchema.parse(body);
      if (errorCode === KICK_CODE) return { kind: 'loginRequired', words: errorMsg || null };
      if (status !== 200) return { kind: 'failed', trace: errorMsg || `HTTP ${status}` };
      return identified(body);
    }),

  events: challengeEvents,

  frames: (frames, shopKey) => joined(frames.map((frame) => decodeFrame(frame, shopKey))),

  poll: (answer) => {
    const parsed = pollAnswerSchema.safeParse(answer);
    if (!parsed.success) return UNDECODED;
    // A refused list is the probe's business, not one of shapes.
    if (parsed.data.kind === 'threw') return EMPTY;
    const { messages, shopKey } = parsed.data;
    // A transfer in the list is of the past.
    return {
      ...joined(messages.map((message) => decodeMessage(message, shopKey))),
      transferred: [],
    };
  },

  sendEvidence: (answer) => sendEvidence(answer),

  staff: (answer) => {
    const rows = staffRowsSchema.safeParse(answer);
    if (!rows.success) return null;
    return rows.data.map(({ id, name, online }) => ({
      staffId: asStaffId(id),
      name,
      status: 1,
      department: '',
      online,
    }));
  },

  transferEvidence: (answer) => transferEvidence(answer),
};

const identified = (body: unknown): IdentityAnswer =>
  identityOf(checkinSchema, body, ({ data: { pin, venderId, venderName } }) => ({
    kind: 'identified',
    shopKey: venderId,
    shopName: venderName || venderId,
    staffId: pin,
    staffName: pin,
  }));

/** The page's sockets also carry what is no message: heartbeats, answers, other sockets' business. */
const decodeFrame = ({ data, isBinary }: SocketFrame, shopKey: string): CodecResult => {
  if (isBinary) return EMPTY;
  const body = readJson(data);
  const frame = frameSchema.safeParse(body);
  if (!frame.success) return EMPTY;
  const { type, errorCode } = frame.data;
  if (type === 'chat_message') return decodeMessage(body, shopKey);
  if (type !== 'failure' && errorCode !== KICK_CODE) return EMPTY;
  const { errorMsg, body: failure } = failureSchema.parse(body);
  const words = [failure?.msg ?? errorMsg, failure?.by].filter(Boolean).join(' · ');
  return { ...EMPTY, kicked: words || (failure?.code ?? errorCode ?? '') };
};

const decodeMessage = (payload: unknown, shopKey: string): CodecResult => {
  const parsed = chatMessageSchema.safeParse(payload);
  if (!parsed.success || parsed.data.body.chatinfo.venderId !== shopKey) return UNDECODED;
  const message = parsed.data;
  const buyer = buyerOf(message);
  if (buyer === null || buyer.pin === '') return UNDECODED;
  // Not yet with the platform: the page shows it while it is being sent.
  if (!message.mid) return EMPTY;

  const from = senderOf(message);
  const decoded: PlatformMessage = {
    platformMessageId: asPlatformMessageId(message.mid),
    buyerPin: asBuyerPin(buyer.pin),
    buyerName: buyer.name || null,
    avatarUrl: buyer.avatar || null,
    from,
    ...contentOf(message),
    sentAt: message.datetime ?? null,
  };
  const { transferTo } = message.body;
  const isTransfer = from === 'system' && transferTo;
  return {
    ...EMPTY,
    messages: [decoded],
    transferred: isTransfer ? [{ buyerPin: buyer.pin, staffId: transferTo }] : [],
  };
};

const buyerOf = ({ from, to }: ChatMessage): Party | null =>
  [from, to].find(({ app }) => app === BUYER_APP) ?? null;

const senderOf = ({ from }: ChatMessage): PlatformMessage['from'] => {
  if (from.app === BUYER_APP) return 'buyer';
  return from.app === STAFF_APP ? 'self' : 'system';
};

const contentOf = (message: ChatMessage): Pick<PlatformMessage, 'type' | 'content' | 'card'> => {
  const { type, url } = message.body;
  const content = message.body.content ?? '';
  switch (type) {
    case 'text':
      return { type, content, card: null };
    case 'image':
    case 'video': {
      const address = url || content;
      return isLink(address)
        ? { type, content: address, card: null }
        : { type: 'unknown', content, card: null };
    }
    case 'template2':
      return cardContent(message) ?? { type: 'unknown', content, card: null };
    default:
      return { type: 'unknown', content, card: null };
  }
};

const isLink = (text: string): boolean => /^https?:\/\//u.test(text);

/** A card with an order's number is an order's, one with a product a product's; else none that we know. */
const cardContent = ({
  body: { content, url, chatinfo },
}: ChatMessage): Pick<PlatformMessage, 'type' | 'content' | 'card'> | null => {
  const { title, price, img, orderId } = cardSchema.parse(readJson(content ?? ''));
  const goodsId = chatinfo.pid || null;
  const productPage = goodsId === null ? null : `https://item.jd.com/${goodsId}.html`;
  const link = url && isLink(url) ? url : productPage;
  const card: CardDetail = {
    title: title ?? null,
    priceText: price ?? null,
    imageUrl: img ?? null,
    goodsId,
    orderId: orderId || null,
    link,
  };
  if (orderId) {
    const words = [goodsId && `商品id:${goodsId}`, `订单号:${orderId}`].filter(Boolean).join(' ');
    return { type: 'order_card', content: words, card };
  }
  return link === null ? null : { type: 'product_card', content: link, card };
};

/** CV3: sent means that the platform gave it an id; a resolved promise alone says nothing. */
const sendEvidence = (answer: unknown): SendOutcome => {
  const parsed = sentSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unconfirmed', why: 'the answer was not understood' };
  const { code, mid, datetime, errorCode, errorMsg } = parsed.data;
  const refusal = [errorCode, code].find((given) => given && given !== '0');
  if (refusal) return { kind: 'rejected', code: refusal, text: errorMsg ?? '' };
  if (!mid) return { kind: 'unconfirmed', why: 'no evidence in the answer' };
  return {
    kind: 'sent',
    platformMessageId: asPlatformMessageId(mid),
    sentAt: datetime ?? null,
  };
};

/** A list that closed is accepted, not done: the evidence is what the platform says after. */
const transferEvidence = (answer: unknown): TransferOutcome => {
  const parsed = transferSchema.safeParse(answer);
  if (!parsed.success) return { kind: 'unconfirmed', why: 'the answer was not understood' };
  const { refused } = parsed.data;
  return refused === null
    ? { kind: 'unconfirmed', why: 'accepted' }
    : { kind: 'refused', text: refused };
};
