import type * as z from 'zod';
import type { SendOutcome, TransferOutcome } from '../../core/ports/connectors.ts';
import { asPlatformMessageId, asStaffId } from '#shared/model/ids.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { Adapter, SocketFrame } from '../adapter/adapter.ts';
import {
  challengeEvents,
  goodBodyOf,
  identityOf,
  isLoginPage,
  readJson,
  webAnswerSchema,
  webIdentityOf,
} from '../adapter/codec-kit.ts';
import { EMPTY, joined, UNDECODED, type CodecResult } from '../adapter/codec-result.ts';
import { csUserOf, decodeMessage, timeOf, type BuyerCard } from './messages.ts';
import {
  batchSchema,
  buyerCardSchema,
  conversationListSchema,
  historySchema,
  identityAnswerSchema,
  outcomeSchema,
  pollAnswerSchema,
  pushSchema,
  staffAnswerSchema,
  staffListSchema,
  statusSchema,
  storedImageSchema,
  systemSchema,
  userInfoSchema,
} from './shapes.ts';
import { readTitanFrame } from './titan-frame.ts';

const CODE = { sessionExpired: '43001', verify: '54001' } as const;
/** `mall_system_msg`: the account was logged in elsewhere. */
const SYSTEM_KICKED = 30;
const STAFF_ONLINE = 1;

/** Shapes of 拼多多's sockets, page and api to ours; pure. What is not understood counts as undecoded and is never guessed at. */
export const pddCodec: Adapter['codec'] = {
  identity: (answer) =>
    webIdentityOf(identityAnswerSchema, answer, isLoginPage, (body, { status, mallName }) => {
      const { code, words, isGood } = statusOf(body);
      if (code === CODE.sessionExpired) return { kind: 'loginRequired', words: words || null };
      if (code === CODE.verify) return { kind: 'challenge', words: words || null };
      if (status !== 200 || !isGood) return { kind: 'failed', trace: words || `HTTP ${status}` };
      return identityOf(userInfoSchema, body, ({ result: { id, mall_id: shopKey, username } }) => ({
        kind: 'identified',
        shopKey,
        shopName: mallName || shopKey,
        staffId: id,
        staffName: username,
      }));
    }),

  events: challengeEvents,

  frames: (frames, shopKey) => joined(frames.map((frame) => decodeFrame(frame, shopKey))),

  poll: (answer) => {
    const parsed = pollAnswerSchema.safeParse(answer);
    if (!parsed.success) return UNDECODED;
    const { status, text, shopKey, histories } = parsed.data;
    const body = readJson(text);
    // A refused list is the probe's business, not one of shapes.
    if (status !== 200 || statusOf(body).isRefused) return EMPTY;
    const list = conversationListSchema.safeParse(body);
    if (!list.success) return UNDECODED;
    const { conversations } = list.data.result;
    const cards = new Map(conversations.flatMap(buyerCardIn));
    // A conversation in the list is its last message; the histories bring what was said before it.
    const messages = [...histories.flatMap((history) => messagesIn(history)), ...conversations];
    const results = messages.map((message) =>
      decodeMessage(message, shopKey, (pin) => cards.get(pin)),
    );
    // A transfer in the list is of the past.
    return { ...joined(results), transferred: [] };
  },

  uploadedUrl: (answer) => storedImageSchema.safeParse(goodBodyOf(answer)).data?.url ?? null,

  sendEvidence: (answer) => sendEvidence(answer),

  staff: (answer) => {
    const parsed = staffAnswerSchema.safeParse(answer);
    if (!parsed.success || parsed.data.status !== 200) return null;
    const list = staffListSchema.safeParse(readJson(parsed.data.text));
    if (!list.success) return null;
    const rows = Object.entries(list.data.result.csList);
    return rows.flatMap(([csid, row]) => staffIn(csid, row, parsed.data.shopKey));
  },

  transferEvidence: (answer) => transferEvidence(answer),
};

const decodeFrame = ({ data, isBinary }: SocketFrame, shopKey: string): CodecResult => {
  if (!isBinary) return data === '' ? EMPTY : decodePush(readJson(data), shopKey);
  const content = readTitanFrame(Buffer.from(data, 'base64'));
  switch (content.kind) {
    case 'json':
      return decodePush(readJson(content.text), shopKey);
    case 'nothing':
      return EMPTY;
    case 'unreadable':
      return UNDECODED;
  }
};

const decodePush = (json: unknown, shopKey: string): CodecResult => {
  const batch = batchSchema.safeParse(json);
  if (batch.success) {
    const told = batch.data.push_data.data.filter(({ message }) => message !== undefined);
    return joined(told.map(({ message }) => decodeMessage(message, shopKey)));
  }
  const push = pushSchema.safeParse(json);
  if (!push.success) return UNDECODED;
  const { response, message, target } = push.data;
  if (target?.mall_id && target.mall_id !== shopKey) return UNDECODED;
  switch (response) {
    case 'push':
      return decodeMessage(message, shopKey);
    case 'mall_system_msg':
      return decodeSystem(message);
    default:
      return EMPTY;
  }
};

const decodeSystem = (message: unknown): CodecResult => {
  const parsed = systemSchema.safeParse(message);
  if (!parsed.success) return UNDECODED;
  const { type, content, data } = parsed.data;
  if (type !== SYSTEM_KICKED) return EMPTY;
  return { ...EMPTY, kicked: [data?.content ?? content, data?.device].filter(Boolean).join(' · ') };
};

const buyerCardIn = (conversation: unknown): readonly (readonly [string, BuyerCard])[] => {
  const parsed = buyerCardSchema.safeParse(conversation);
  if (!parsed.success) return [];
  const { uid, nickname, avatar } = parsed.data.user_info;
  return [[uid, { name: nickname ?? null, avatarUrl: avatar ?? null }]];
};

const messagesIn = ({ status, text }: z.output<typeof webAnswerSchema>): readonly unknown[] => {
  const body = readJson(text);
  if (status !== 200 || statusOf(body).isRefused) return [];
  const history = historySchema.safeParse(body);
  // One message that nobody can read stands for a history that nobody can read.
  return history.success ? history.data.result.messages : [null];
};

type ApiStatus = {
  readonly code: string;
  readonly words: string;
  readonly isGood: boolean;
  readonly isRefused: boolean;
};
const statusOf = (body: unknown): ApiStatus => {
  const parsed = statusSchema.safeParse(body);
  if (!parsed.success) return { code: '', words: '', isGood: false, isRefused: false };
  const { success, error_code: code, errorCode, error_msg: words, errorMsg } = parsed.data;
  return {
    code: code ?? errorCode ?? '',
    words: words ?? errorMsg ?? '',
    isGood: success === true,
    isRefused: success === false,
  };
};

type Answer = {
  readonly kind: 'good' | 'refused' | 'expired' | 'unclear';
  readonly code: string;
  readonly text: string;
  readonly messageId: string | null;
  readonly sentAt: number | null;
};
/** What the platform said to a write; a refusal may stand inside `success: true`. */
const answerOf = (answer: unknown): Answer => {
  const unclear: Answer = { kind: 'unclear', code: '', text: '', messageId: null, sentAt: null };
  const parsed = webAnswerSchema.safeParse(answer);
  if (!parsed.success) return unclear;
  const { status, text: raw } = parsed.data;
  const body = outcomeSchema.safeParse(readJson(raw));
  const outer = statusOf(body.data);
  const result = body.data?.result;
  const code = result?.error_code || outer.code;
  const text = result?.error || outer.words;
  if (code === CODE.sessionExpired || status === 401) return { ...unclear, kind: 'expired', text };
  if (status >= 400 && status < 500)
    return { ...unclear, kind: 'refused', code: code || String(status), text };
  if (status !== 200 || !body.success) return unclear;
  if (outer.isRefused || result?.error_code) return { ...unclear, kind: 'refused', code, text };
  if (!outer.isGood) return unclear;
  const messageId = result?.msg_id || null;
  const sentAt = messageId === null ? null : timeOf(messageId, result?.ts);
  return { kind: 'good', code: '', text: '', messageId, sentAt };
};

/** CV3: sent means that the platform named the message; a good answer alone says nothing. */
const sendEvidence = (answer: unknown): SendOutcome => {
  const { kind, code, text, messageId, sentAt } = answerOf(answer);
  switch (kind) {
    case 'good':
      return messageId === null
        ? { kind: 'unconfirmed', why: 'no evidence in the answer' }
        : { kind: 'sent', platformMessageId: asPlatformMessageId(messageId), sentAt };
    case 'refused':
      return { kind: 'rejected', code, text };
    case 'expired':
      return { kind: 'notWritten', why: text || 'the login has expired' };
    case 'unclear':
      return { kind: 'unconfirmed', why: 'the answer was not understood' };
  }
};

/** A good answer is accepted, not done: the evidence is the message of type 24 that follows. */
const transferEvidence = (answer: unknown): TransferOutcome => {
  const { kind, code, text } = answerOf(answer);
  if (kind === 'refused' || kind === 'expired') return { kind: 'refused', text: text || code };
  return {
    kind: 'unconfirmed',
    why: kind === 'good' ? 'accepted' : 'the answer was not understood',
  };
};

const staffIn = (
  csid: string,
  row: z.output<typeof staffListSchema>['result']['csList'][string],
  shopKey: string,
): readonly Staff[] => {
  const user = csUserOf(csid, shopKey);
  if (user === null) return [];
  return [
    {
      staffId: asStaffId(user),
      name: row.username || row.csName || row.nickname || user,
      status: 1,
      department: row.department ?? '',
      online: row.status === STAFF_ONLINE,
    },
  ];
};
