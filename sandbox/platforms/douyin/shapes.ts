import type { MessageType } from '#shared/model/message.ts';
import type { Buyer, PlatformMessage, StaffMember } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import { avatarOf } from '../avatars.ts';

/**
 * The shapes of 抖音's 飞鸽 workbench, as its page's object and its `/backstage` answers have them:
 * every id a string, `ext` all strings, the conversation `<buyer>:<shop>::2:1:pigeon`.
 */

const CONVERSATION_TAIL = '::2:1:pigeon';

const EXT_TYPE: Readonly<Record<MessageType, string>> = {
  text: 'text',
  image: 'image',
  video: 'video',
  product_card: 'goods_card',
  order_card: 'order_card',
};

const ROLE = { buyer: '1', staff: '2', system: '3' } as const;

export type PigeonMessage = {
  readonly serverId: string;
  readonly conversationId: string;
  readonly content: string;
  readonly createdAt: number;
  readonly ext: Readonly<Record<string, string>>;
};

export const conversationIdOf = (pin: string, shopKey: string): string =>
  `${pin}:${shopKey}${CONVERSATION_TAIL}`;

/** The buyer's pin in a conversation id of this shop; a pin may hold ':' itself. Null for another shop's or a broken id. */
export const pinOf = (conversationId: string, shopKey: string): string | null => {
  const tail = `:${shopKey}${CONVERSATION_TAIL}`;
  return conversationId.endsWith(tail) && conversationId.length > tail.length
    ? conversationId.slice(0, -tail.length)
    : null;
};

/** `media` is the base of the sandbox's pictures, without a slash at the end. */
export const pigeonMessage = (
  shop: Pick<SimulatedShop, 'shopKey'>,
  message: PlatformMessage,
  media: string,
): PigeonMessage => ({
  serverId: message.serverId,
  conversationId: conversationIdOf(message.pin, shop.shopKey),
  content: contentOf(message, media),
  createdAt: message.at,
  ext: {
    type: EXT_TYPE[message.type],
    's:client_message_id': message.clientMessageId,
    's:sender_biz_role': ROLE[message.by],
    's:send_response_status': '0',
    check_code: '0',
    check_message: '',
    sender_name: message.senderName,
    sender_avatar: message.by === 'buyer' ? avatarOf(message.pin, media) : '',
    shop_id: shop.shopKey,
    ...(message.card === null ? {} : { goods_id: message.card.goodsId }),
    ...(message.card === null || message.card.orderId === ''
      ? {}
      : { order_id: message.card.orderId }),
    ...(message.transferTo === null
      ? {}
      : { to_trans_uid: message.transferTo.staff_id, to_trans_name: message.transferTo.name }),
  },
});

const contentOf = ({ type, content, card }: PlatformMessage, media: string): string => {
  if (card === null) return content;
  const img = `${media}/${card.picture}`;
  return type === 'product_card'
    ? JSON.stringify({
        goods_id: card.goodsId,
        title: card.title,
        price: card.price,
        img,
        link: card.link,
      })
    : JSON.stringify({
        order_id: card.orderId,
        goods_id: card.goodsId,
        title: card.title,
        price: card.price,
        img,
        status: card.status,
      });
};

/** What a send resolves to when the platform says no inside a successful answer: no `serverId`, a code and its words. */
export const refusedMessage = (
  shop: Pick<SimulatedShop, 'shopKey'>,
  parts: {
    pin: string;
    type: 'text' | 'image';
    content: string;
    clientMessageId: string;
    at: number;
  },
  refusal: { code: string; text: string },
): PigeonMessage => ({
  serverId: '',
  conversationId: conversationIdOf(parts.pin, shop.shopKey),
  content: parts.content,
  createdAt: parts.at,
  ext: {
    type: parts.type,
    's:client_message_id': parts.clientMessageId,
    's:sender_biz_role': ROLE.staff,
    's:send_response_status': '0',
    check_code: refusal.code,
    check_message: refusal.text,
    shop_id: shop.shopKey,
  },
});

/** `GET /backstage/currentuser?biz_type=4` */
export const currentUser = (
  shop: Pick<SimulatedShop, 'shopKey' | 'name' | 'agent'>,
): Readonly<Record<string, unknown>> => ({
  code: 0,
  msg: 'success',
  data: {
    ShopId: shop.shopKey,
    ShopName: shop.name,
    CustomerServiceInfo: { id: shop.agent.id, screen_name: shop.agent.name },
  },
});

/** `GET /backstage/getCanAssignStaffList` */
export const staffList = (staff: readonly StaffMember[]): Readonly<Record<string, unknown>> => ({
  code: 0,
  msg: 'success',
  data: staff.map((member) => ({
    staffId: member.staff_id,
    staffName: member.name,
    status: member.status,
    online_status: member.online ? 1 : 0,
    department: member.department,
  })),
});

/** `GET /backstage/conversation/get_current_conversation_list?pageSize=200` */
export const conversationList = (
  shop: Pick<SimulatedShop, 'shopKey'>,
  conversations: readonly { buyer: Buyer; messages: readonly PlatformMessage[] }[],
  media: string,
): Readonly<Record<string, unknown>> => ({
  code: 0,
  msg: 'success',
  data: {
    conversations: conversations.map(({ buyer, messages }) => ({
      conversationId: conversationIdOf(buyer.pin, shop.shopKey),
      buyerName: buyer.name,
      buyerAvatar: avatarOf(buyer.pin, media),
      updatedAt: messages.at(-1)?.at ?? 0,
      messages: messages.map((message) => pigeonMessage(shop, message, media)),
    })),
  },
});
