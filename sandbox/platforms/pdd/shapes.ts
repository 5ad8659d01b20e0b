import type { Buyer, Kick, PlatformMessage, StaffMember } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import { avatarOf } from '../avatars.ts';

/** The shapes of 拼多多's chat, as its sockets and its api have them. */

type Mall = Pick<SimulatedShop, 'shopKey' | 'agent'>;
export type ChatMessage = Readonly<Record<string, unknown>>;

const TYPE = { text: 0, image: 1, video: 14, transfer: 24 } as const;
const SUB_TYPE_ORDER = 1;
const KICKED = 30;

export const csidOf = (shopKey: string, staffId: string): string => `cs_${shopKey}_${staffId}`;

/** The staff member of `cs_<mall>_<user>`, null for another mall's. */
export const staffIdOf = (csid: string, shopKey: string): string | null => {
  const head = csidOf(shopKey, '');
  return csid.startsWith(head) ? csid.slice(head.length) : null;
};

export const goodsLink = (goodsId: string): string =>
  `https://mobile.yangkeduo.com/goods.html?goods_id=${goodsId}`;

/** `media` is the base of the sandbox's pictures, without a slash at the end. */
export const chatMessage = (mall: Mall, message: PlatformMessage, media: string): ChatMessage => ({
  msg_id: message.serverId,
  ...partiesOf(mall, message),
  nickname: message.senderName,
  ts: secondsOf(message.at),
  ...bodyOf(message, media),
});

/** The platform tells whole seconds, as text. */
export const secondsOf = (at: number): string => String(Math.floor(at / 1000));

const partiesOf = (mall: Mall, { by, pin, transferTo }: PlatformMessage): ChatMessage => {
  const user = { role: 'user', uid: pin };
  const { shopKey } = mall;
  if (transferTo !== null) {
    return { from: user, to: { role: 'mall_cs', uid: csidOf(shopKey, transferTo.staff_id) } };
  }
  switch (by) {
    case 'buyer':
      return { from: user, to: { role: 'mall_cs', uid: shopKey, mall_id: shopKey } };
    case 'staff':
      return { from: { role: 'mall_cs', uid: csidOf(shopKey, mall.agent.id) }, to: user };
    case 'system':
      return { from: { role: 'system', mall_id: shopKey }, to: user };
  }
};

const bodyOf = (message: PlatformMessage, media: string): ChatMessage => {
  const { type, content, by, card, transferTo } = message;
  if (transferTo !== null) return { type: TYPE.transfer, content };
  if (type === 'image' || type === 'video') return { type: TYPE[type], content };
  if (card === null) return { type: TYPE.text, content };
  const goods = {
    goodsID: idAsNumber(card.goodsId),
    goodsName: card.title,
    goodsPrice: card.price,
    goodsThumbUrl: `${media}/${card.picture}`,
  };
  if (type === 'order_card') {
    const info = { ...goods, orderSequenceNo: card.orderId, orderStatus: card.status };
    return { type: TYPE.text, sub_type: SUB_TYPE_ORDER, content: '', info };
  }
  const isBuyers = by === 'buyer';
  return {
    type: TYPE.text,
    sub_type: isBuyers ? 0 : 2,
    template_name: isBuyers ? 'user_goods_card' : 'mall_goods_card',
    content,
    info: { ...goods, linkUrl: card.link },
  };
};

/** Goods ids are numbers here, as long as a number can hold them. */
const idAsNumber = (id: string): string | number =>
  /^\d+$/u.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : id;

/** What the sockets say when the account was logged in elsewhere. */
export const kickedMessage = ({ by, reason }: Omit<Kick, 'count'>): ChatMessage => ({
  type: KICKED,
  content: reason,
  data: { content: reason, device: by },
});

export const good = (result: unknown): Readonly<Record<string, unknown>> => ({
  success: true,
  error_code: 1_000_000,
  error_msg: '',
  result,
});
export const bad = (code: number, words: string): Readonly<Record<string, unknown>> => ({
  success: false,
  error_code: code,
  error_msg: words,
});

/** `POST /janus/api/new/userinfo` */
export const userInfo = (mall: Mall): unknown => ({
  id: mall.agent.id,
  mall_id: mall.shopKey,
  username: mall.agent.name,
});

/** `POST /latitude/assign/getAssignCsList` */
export const csList = (shopKey: string, staff: readonly StaffMember[]): unknown => ({
  csList: Object.fromEntries(
    staff.map((member) => [
      csidOf(shopKey, member.staff_id),
      {
        username: member.name,
        department: member.department,
        unreplyNum: 0,
        status: member.online ? 1 : 0,
      },
    ]),
  ),
});

/** One row of `POST /plateau/chat/latest_conversations`: the last message, and who the buyer is. */
export const conversation = (
  mall: Mall,
  buyer: Buyer,
  last: PlatformMessage,
  media: string,
): ChatMessage => ({
  ...chatMessage(mall, last, media),
  user_info: { uid: buyer.pin, nickname: buyer.name, avatar: avatarOf(buyer.pin, media) },
});
