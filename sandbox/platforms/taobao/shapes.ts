import type { Buyer, PlatformMessage, StaffMember } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';

/**
 * The shapes of 千牛's web chat as its page's socket and `mtop` have them. What is an assumption is told in the README of
 * the adapter (`electron/platforms/taobao`).
 */

const DOMAIN = '@cntaobao';
const CONVERSATION_TAIL = `.1#11001${DOMAIN}`;

const CONTENT = { text: 1, custom: 101 } as const;
/** `custom.type` inside a content of type 101. */
const CUSTOM = { order: 1, item: 4, image: 7, video: 9, system: 1001 } as const;

type Shop = Pick<SimulatedShop, 'shopKey' | 'faults'>;

export const uidOf = (id: string): string => `${id}${DOMAIN}`;

export const cidOf = (pin: string, shopKey: string): string =>
  `${pin}.1-${shopKey}${CONVERSATION_TAIL}`;

/** The buyer's pin in a conversation id of this shop, null for another shop's or a broken id. */
export const pinOf = (cid: string, shopKey: string): string | null => {
  const tail = `.1-${shopKey}${CONVERSATION_TAIL}`;
  return cid.endsWith(tail) && cid.length > tail.length ? cid.slice(0, -tail.length) : null;
};

/** One message; with the codec drifted its fields have other names. `media` is the base of the pictures. */
export const messageOf = (
  shop: Shop,
  message: PlatformMessage,
  media: string,
): Readonly<Record<string, unknown>> => {
  const sender = { buyer: message.pin, staff: shop.shopKey, system: '0' }[message.by];
  const common = {
    uuid: message.clientMessageId,
    content: contentOf(message, media),
    extension: { sender_nick: `cntaobao${message.senderName}` },
  };
  const cid = cidOf(message.pin, shop.shopKey);
  return shop.faults.get('drift')?.what === 'codec'
    ? { ...common, msgId: message.serverId, conversationId: cid, time: message.at, from: sender }
    : {
        ...common,
        messageId: message.serverId,
        cid,
        createAt: message.at,
        sender: { uid: uidOf(sender) },
      };
};

const contentOf = (message: PlatformMessage, media: string): unknown => {
  const { type, content, card, by } = message;
  if (by === 'system') return custom(CUSTOM.system, { text: content }, content);
  switch (type) {
    case 'text':
      return { contentType: CONTENT.text, text: { content, extension: {} } };
    case 'image':
      return custom(CUSTOM.image, { url: content }, '[图片]');
    case 'video':
      return custom(CUSTOM.video, { url: content }, '[视频]');
    case 'product_card':
    case 'order_card': {
      const isOrder = type === 'order_card';
      const item = {
        itemId: card?.goodsId,
        title: card?.title,
        price: card?.price,
        picUrl: `${media}/${card?.picture}`,
      };
      return isOrder
        ? custom(
            CUSTOM.order,
            { ...item, bizOrderId: card?.orderId, status: card?.status },
            '[订单]',
          )
        : custom(CUSTOM.item, { ...item, itemUrl: card?.link }, '[商品]');
    }
  }
};

const custom = (type: number, data: unknown, summary: string): unknown => ({
  contentType: CONTENT.custom,
  custom: { type, data: base64(data), summary },
});

const base64 = (value: unknown): string =>
  Buffer.from(JSON.stringify(value), 'utf8').toString('base64');

/** The body of a push: every message as JSON in base64. */
export const syncPackage = (
  shop: Shop,
  messages: readonly PlatformMessage[],
  media: string,
): unknown => ({
  syncPushPackage: {
    data: messages.map((message) => ({
      bizType: 40,
      objectType: 40000,
      data: base64(messageOf(shop, message, media)),
    })),
  },
});

/** The body that answers `/r/Conversation/listNewestPagination`. */
export const conversationList = (
  shop: Shop,
  conversations: readonly {
    readonly buyer: Buyer;
    readonly messages: readonly PlatformMessage[];
  }[],
  media: string,
): unknown => ({
  userConvs: conversations.map(({ buyer, messages }) => ({
    type: 1,
    singleChatUserConversation: {
      singleChatConversation: {
        cid: cidOf(buyer.pin, shop.shopKey),
        bizType: '11001',
        extension: {
          accountRoleMap: `{${buyer.pin}:"buyer",${shop.shopKey}:"seller"}`,
        },
      },
      modifyTime: Math.max(0, ...messages.map(({ at }) => at)),
      lastMessage: { message: messages.slice(-1).map((last) => messageOf(shop, last, media))[0] },
    },
  })),
  hasMore: 0,
});

/** The body that answers `/r/MessageManager/listUserMessages`: the newest before `cursor` first, `count` at most. */
export const messageList = (
  shop: Shop,
  messages: readonly PlatformMessage[],
  asked: { readonly cursor: number; readonly count: number },
  media: string,
): unknown => {
  const before = messages.filter(({ at }) => at < asked.cursor);
  const page = before.slice(-asked.count).toReversed();
  return {
    userMessageModels: page.map((message) => ({ message: messageOf(shop, message, media) })),
    hasMore: before.length > page.length ? 1 : 0,
    nextCursor: page.at(-1)?.at ?? 0,
  };
};

/** `mtop.user.getUserSimple`: a service account's nick is `<shop>:<name>`. */
export const userSimple = (
  shop: Pick<SimulatedShop, 'shopKey' | 'agent'>,
): Readonly<Record<string, unknown>> => ({
  nick: shop.agent.name,
  userNumId: shop.agent.id,
  mainUserNumId: shop.shopKey,
});

/** The service accounts: nothing but their nicks. */
export const staffNicks = (
  shop: Pick<SimulatedShop, 'name'>,
  staff: readonly StaffMember[],
): Readonly<Record<string, unknown>> => ({
  list: staff.map(({ name }) => ({ nick: `${shop.name}:${name}` })),
});
