import type { MessageType } from '#shared/model/message.ts';
import { avatarOf } from '../avatars.ts';
import type { Buyer, PlatformMessage } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';

/**
 * The shapes of 京东's 咚咚 workbench. Published are the fields of `chat_message` and of `checkin.json`; the rest
 * (`name`, `avatar`, `transferTo`, `venderName`, the JSON in a `template2`) is the plainest that does.
 */

const BODY_TYPE: Readonly<Record<MessageType, string>> = {
  text: 'text',
  image: 'image',
  video: 'video',
  product_card: 'template2',
  order_card: 'template2',
};

const APP = { buyer: 'im.customer', staff: 'im.waiter', system: 'im.system' } as const;

type Shop = Pick<SimulatedShop, 'shopKey' | 'name' | 'agent' | 'faults' | 'buyer'>;

/** `media` is the base of the sandbox's pictures, without a slash at the end. With the codec's drift all names are others. */
export const chatMessage = (
  shop: Shop,
  message: PlatformMessage,
  media: string,
): Readonly<Record<string, unknown>> => {
  const { pin, by, type, senderName } = message;
  const customer = {
    app: APP.buyer,
    pin,
    name: shop.buyer(pin).name,
    avatar: avatarOf(pin, media),
  };
  const other = { app: APP[by], pin: by === 'system' ? 'system' : senderName, name: senderName };
  const [from, to] =
    by === 'buyer'
      ? [customer, { app: APP.staff, pin: shop.agent.name, name: shop.agent.name }]
      : [other, customer];
  const body = {
    type: BODY_TYPE[type],
    ...contentOf(message, media),
    ...(message.transferTo === null ? {} : { transferTo: message.transferTo.name }),
    chatinfo: {
      venderId: shop.shopKey,
      sid: `${shop.shopKey}-${pin}`,
      ...(message.card === null ? {} : { pid: message.card.goodsId }),
    },
  };
  const { at: datetime, clientMessageId: id, serverId: mid } = message;
  return shop.faults.get('drift')?.what === 'codec'
    ? {
        type: 'chat_message',
        msgId: mid,
        sender: from,
        receiver: to,
        time: datetime,
        payload: body,
      }
    : { type: 'chat_message', id, mid, from, to, datetime, body };
};

const contentOf = (
  { type, content, card }: PlatformMessage,
  media: string,
): { readonly content: string; readonly url?: string } => {
  if (card !== null) {
    const { title, price, orderId, status, link } = card;
    const img = `${media}/${card.picture}`;
    return type === 'product_card'
      ? { content: JSON.stringify({ title, price, img }), url: link }
      : { content: JSON.stringify({ title, price, img, orderId, status }) };
  }
  return type === 'text' ? { content } : { content: '', url: content };
};

/** `GET /workbench/checkin.json?version=2.6.3&client=openweb` */
export const checkin = (shop: Shop): Readonly<Record<string, unknown>> => ({
  code: 0,
  data: { pin: shop.agent.name, venderId: shop.shopKey, venderName: shop.name },
});

/** What the page shows on its left side, newest conversation first. */
export const chatList = (
  shop: Shop,
  chats: readonly { buyer: Buyer; messages: readonly PlatformMessage[] }[],
  media: string,
): Readonly<Record<string, unknown>> => ({
  code: 0,
  chats: chats.map(({ buyer: { pin, name }, messages }) => ({
    pin,
    name,
    avatar: avatarOf(pin, media),
    messages: messages.map((message) => chatMessage(shop, message, media)),
  })),
});
