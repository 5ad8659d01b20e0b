import type { Conversation } from '#shared/model/conversation.ts';
import { asMessageId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { MINUTE, SECOND } from './units.ts';

/** The server of the harness answers every `/media` with one picture. */
const PICTURE = 'https://img.example.com/photo.png';

/** A file that is on its way to the platform; the harness shows the same picture for it. */
const OURS = `outgoing:${'a'.repeat(64)}.png`;

type Line = Partial<Pick<Message, 'type' | 'card' | 'systemLine' | 'send'>> & {
  readonly origin: Message['origin'];
  readonly content: string;
  readonly ago: number;
};

const sent = (state: 'sent' | 'unconfirmed', at: number): Message['send'] => ({
  state,
  reason: state === 'sent' ? null : { code: 'unclear', trace: 'timeout' },
  changedAt: at,
});

const storyOf = (now: number): readonly Line[] => [
  {
    origin: 'buyer',
    type: 'product_card',
    ago: 9 * MINUTE,
    content: 'https://item.jd.com/100123456789.html',
    card: {
      title: '青禾实木置物架 三层 胡桃色',
      priceText: '¥ 269.00',
      imageUrl: null,
      goodsId: '100123456789',
      orderId: null,
      link: 'https://item.jd.com/100123456789.html',
    },
  },
  { origin: 'buyer', content: '你好,这款有现货吗?', ago: 9 * MINUTE - 10 * SECOND },
  {
    origin: 'backoffice',
    content: '您好,胡桃色三层现货充足,今天 16 点前下单当天发出。',
    ago: 8.8 * MINUTE,
    send: sent('sent', now),
  },
  {
    origin: 'system',
    type: 'systemLine',
    content: '',
    ago: 7 * MINUTE,
    systemLine: { code: 'takeover.started', by: 'switch' },
  },
  {
    origin: 'agent',
    content: '亲,麻烦您拍一张实物照片,我马上为您核对。',
    ago: 6.5 * MINUTE,
    send: sent('sent', now),
  },
  { origin: 'platform', content: '(手机端)已帮您登记', ago: 6 * MINUTE },
  { origin: 'buyer', type: 'image', content: PICTURE, ago: 4 * MINUTE },
  { origin: 'buyer', content: '这个颜色和详情页不一样啊', ago: 222 * SECOND },
  {
    origin: 'agent',
    content: '抱歉给您带来困扰,我这边为您申请换货',
    ago: 40 * SECOND,
    send: sent('unconfirmed', now),
  },
];

/** A picture of ours in each state, and a card that goes as a link. */
const pictureStory = (now: number): readonly Line[] => [
  { origin: 'buyer', content: '有实物图吗', ago: 4 * MINUTE },
  {
    origin: 'agent',
    type: 'image',
    content: PICTURE,
    ago: 3.5 * MINUTE,
    send: { state: 'sent', reason: null, changedAt: now },
  },
  {
    origin: 'agent',
    type: 'product_card',
    content: 'https://haohuo.jinritemai.com/views/product/item2?id=3655480120000000001',
    ago: 3 * MINUTE,
    send: { state: 'sent', reason: null, changedAt: now },
  },
  {
    origin: 'agent',
    content: '您稍等,我去仓库拍一张',
    ago: 170 * SECOND,
    send: { state: 'queued', reason: { code: 'late' }, changedAt: now },
  },
  { origin: 'buyer', content: '什么时候能发货?急用', ago: 135 * SECOND },
  {
    origin: 'agent',
    type: 'image',
    content: PICTURE,
    ago: 90 * SECOND,
    send: {
      state: 'rejected',
      reason: { code: 'impossible', error: 'media.refused' },
      changedAt: now,
    },
  },
  {
    origin: 'agent',
    type: 'image',
    content: OURS,
    ago: 20 * SECOND,
    send: { state: 'sending', reason: null, changedAt: now },
  },
];

export const makeTimeline = (
  conversation: Conversation,
  now: number,
  lastArrival: number,
): readonly Message[] => {
  const { shopId, buyerPin, last } = conversation;
  const lines: readonly Line[] =
    conversation.buyerName === '林小满'
      ? storyOf(now)
      : conversation.buyerPin === 'az888'
        ? pictureStory(now)
        : [
            { origin: 'buyer', content: '你好', ago: now - conversation.lastOrderAt + MINUTE },
            {
              origin: last?.origin ?? 'buyer',
              type: last?.type ?? 'text',
              content: last?.text ?? '',
              ago: now - conversation.lastOrderAt,
            },
          ];
  return lines.map((line, index) => ({
    messageId: asMessageId(`${conversation.key}-${String(index)}`),
    shopId,
    buyerPin,
    origin: line.origin,
    type: line.type ?? 'text',
    content: line.content,
    card: line.card ?? null,
    systemLine: line.systemLine ?? null,
    orderAt: now - line.ago,
    arrival: lastArrival + index + 1,
    sentAt: now - line.ago,
    platformMessageId: null,
    send:
      line.send ??
      (line.origin === 'agent' || line.origin === 'backoffice' ? sent('sent', now) : null),
  }));
};
