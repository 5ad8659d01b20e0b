import { digits } from './goods.ts';
import { HAND_BACK_MS, type Kind } from './round.ts';
import type { Talk } from './talk.ts';
import { buyerCloses, buyerSays, newMatter, ourSideSays, type Matter, type Said } from './words.ts';
import { asMessageId, asPlatformMessageId, type MessageId } from '#shared/model/ids.ts';
import {
  HELD_REPLY,
  LATE_SEND,
  type Message,
  type SystemLine,
  type SendReason,
  type SendStatus,
} from '#shared/model/message.ts';
import { LATE_SEND_MS, STALE_REPLY_MS } from '#shared/model/reply-hold.ts';
import { assertNever } from '#shared/model/result.ts';

/** A matter is a new one when nothing was said for so long. */
const NEW_MATTER_MS = 900_000;
/** From the write to the platform's evidence. */
const EVIDENCE_MS = 400;
const SAYS_NOTHING = { content: '', card: null } as const;

/** A message of the past; `frameId` is the back office's own id of the frame that brought it (GW11), where it gave one. */
export type PastMessage = { readonly message: Message; readonly frameId: MessageId | null };

/** A UUIDv7 of its moment; the arrival number, in decimal digits, keeps it unique. */
const idOf = (at: number, arrival: number, talk: Talk): MessageId => {
  const time = at.toString(16).padStart(12, '0');
  const chance = talk.parts.random.between(0x100, 0xfff).toString(16);
  const tail = String(arrival).padStart(12, '0');
  return asMessageId(`${time.slice(0, 8)}-${time.slice(8)}-7${chance}-9${chance}-${tail}`);
};

/** Decimal, above 2^53, below those that a living sandbox makes. */
const platformIdOf = (arrival: number): Message['platformMessageId'] =>
  asPlatformMessageId(`69${String(arrival).padStart(16, '0')}8`);

/** Makes the message that a conversation has next, and lets the conversation take it. */
export class Teller {
  readonly #media: string;
  #arrival = 0;

  /** `media` is the base of pictures, without a slash at the end. */
  constructor(media: string) {
    this.#media = media;
  }

  /**
   * `plannedAt` is its moment; two of one conversation are never at the same one. A buyer says `words` where they are given.
   */
  tell(talk: Talk, kind: Kind, plannedAt: number, words: string | null): PastMessage {
    const at = Math.max(plannedAt, talk.lastOrderAt + 1);
    const isNew = talk.matter === null || at - talk.spokeAt > NEW_MATTER_MS;
    const matter = isNew ? newMatter(talk.parts.goods, at, talk.parts.random) : talk.matter;
    if (matter === null) throw new RangeError('a talk is about something');
    talk.matter = matter;
    talk.spokeAt = at;
    this.#arrival += 1;
    return this.#told(talk, possible(talk, kind), at, matter, words, isNew);
  }

  #told(
    talk: Talk,
    kind: Kind,
    at: number,
    matter: Matter,
    words: string | null,
    isFirst: boolean,
  ): PastMessage {
    const { random } = talk.parts;
    const ours = (): Said => ourSideSays(matter, this.#media, random);
    switch (kind) {
      case 'buyer':
      case 'settled': {
        const said =
          kind === 'buyer' || isFirst
            ? buyerSays(matter, isFirst, this.#media, random)
            : buyerCloses(random);
        const given: Said = words === null ? said : { type: 'text', content: words, card: null };
        const message = this.#fromPlatform(talk, 'buyer', given, at);
        talk.hear(message);
        if (kind === 'settled') {
          talk.settle(message);
          talk.look();
        }
        return { message, frameId: null };
      }
      case 'elsewhere': {
        const message = this.#fromPlatform(talk, 'platform', ours(), at);
        talk.look();
        talk.reply(message);
        extend(talk, at);
        return { message, frameId: null };
      }
      case 'agent':
      case 'backoffice':
        return this.#sent(talk, kind, ours(), at);
      case 'rejected':
      case 'unconfirmed':
      case 'late':
      case 'held':
        return this.#notSent(talk, kind, ours(), at);
      case 'takenOver':
        talk.mode = { kind: 'manual', endsAt: at - 1 + HAND_BACK_MS };
        return this.#systemLine(talk, { code: 'takeover.started', by: 'reply' }, at);
      case 'handedBack':
        talk.mode = { kind: 'auto' };
        return this.#systemLine(talk, { code: 'takeover.ended', by: 'countdown' }, at);
      default:
        return assertNever(kind);
    }
  }

  #message(
    talk: Talk,
    given: Pick<Message, 'origin' | 'type' | 'content' | 'card'> & Partial<Message>,
    at: number,
  ): Message {
    const { shopId, buyerPin } = talk.parts.ref;
    return {
      messageId: idOf(at, this.#arrival, talk),
      shopId,
      buyerPin,
      systemLine: null,
      // Behind everything that is known (CV9), where no platform says better.
      orderAt: talk.lastOrderAt,
      arrival: this.#arrival,
      sentAt: at,
      platformMessageId: null,
      send: null,
      ...given,
    };
  }

  #fromPlatform(talk: Talk, origin: 'buyer' | 'platform', said: Said, at: number): Message {
    const evidence = { orderAt: at, platformMessageId: platformIdOf(this.#arrival) };
    return this.#message(talk, { origin, ...said, ...evidence }, at);
  }

  #sent(talk: Talk, origin: 'agent' | 'backoffice', said: Said, at: number): PastMessage {
    const message = this.#message(
      talk,
      {
        origin,
        ...said,
        orderAt: at,
        platformMessageId: platformIdOf(this.#arrival),
        send: { state: 'sent', reason: null, changedAt: at + EVIDENCE_MS },
      },
      at,
    );
    if (origin === 'agent') talk.look();
    talk.reply(message);
    if (origin === 'agent') extend(talk, at);
    return { message, frameId: origin === 'agent' ? null : this.#frameId(talk, at) };
  }

  #notSent(
    talk: Talk,
    kind: 'rejected' | 'unconfirmed' | 'late' | 'held',
    said: Said,
    at: number,
  ): PastMessage {
    const origin = kind === 'held' ? 'backoffice' : 'agent';
    const send = sendOf(kind, at);
    const message = this.#message(talk, { origin, ...said, send }, at);
    if (origin === 'agent') {
      talk.look();
      extend(talk, at);
    }
    talk.note(message);
    return { message, frameId: origin === 'agent' ? null : this.#frameId(talk, at) };
  }

  #systemLine(talk: Talk, systemLine: SystemLine, at: number): PastMessage {
    const given = { origin: 'system', type: 'systemLine', ...SAYS_NOTHING, systemLine } as const;
    const message = this.#message(talk, given, at);
    talk.note(message);
    return { message, frameId: null };
  }

  #frameId(talk: Talk, at: number): MessageId {
    const chance = digits(8, talk.parts.random);
    return asMessageId(`frame-${at}-${chance}-${this.#arrival}`);
  }
}

/** Rounds that run into each other leave a take-over where there is one already, or its end where there is none. */
const possible = (talk: Talk, kind: Kind): Kind => {
  if (kind === 'takenOver' && talk.mode.kind === 'manual') return 'agent';
  return kind === 'handedBack' && talk.mode.kind === 'auto' ? 'settled' : kind;
};

/** CV6: a running take-over is longer with every reply. */
const extend = (talk: Talk, at: number): void => {
  if (talk.mode.kind === 'manual') talk.mode = { kind: 'manual', endsAt: at + HAND_BACK_MS };
};

const REFUSALS: readonly Extract<SendReason, { code: 'refused' }>[] = [
  { code: 'refused', platformCode: '40003', words: '内容包含敏感词，请修改后重试' },
  { code: 'refused', platformCode: '1106', words: '会话已结束，不能再发送消息' },
  { code: 'refused', platformCode: '-3', words: null },
];

const sendOf = (kind: 'rejected' | 'unconfirmed' | 'late' | 'held', at: number): SendStatus => {
  switch (kind) {
    case 'rejected': {
      const reason = REFUSALS[Math.floor(at) % REFUSALS.length] ?? null;
      return { state: 'rejected', reason, changedAt: at + EVIDENCE_MS };
    }
    case 'unconfirmed':
      return {
        state: 'unconfirmed',
        reason: { code: 'unclear', trace: 'no answer within 15 s' },
        changedAt: at + 15_000,
      };
    case 'late':
      return { state: 'queued', reason: LATE_SEND, changedAt: at + LATE_SEND_MS + 1 };
    case 'held':
      return { state: 'cancelled', reason: HELD_REPLY, changedAt: at + STALE_REPLY_MS + 1 };
    default:
      return assertNever(kind);
  }
};
