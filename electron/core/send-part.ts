import type { SendPart } from './ports/connectors.ts';
import type { PlatformMessage } from './ports/facts.ts';
import type { Message, MessageType } from '#shared/model/message.ts';
import { outgoingName } from '#shared/model/outgoing-media.ts';
import type { Capability } from '#shared/model/platform.ts';
import type { ErrorKind } from '#shared/model/result.ts';
import type { Shop } from '#shared/model/shop.ts';

/** A card's content is a link or a text, so a platform without that card can still take it as text (PL9). */
const isCard = (type: Message['type']): boolean => type === 'product_card' || type === 'order_card';

/**
 * What is handed to the platform for a message of ours, or why it cannot go there. Before the shop's first
 * identification nobody knows what it can do; the question is asked again when the message is sent.
 */
export const partFor = (
  shop: Shop,
  message: { readonly type: MessageType; readonly content: string },
): { readonly part: SendPart } | { readonly refusal: ErrorKind } => {
  const can = (what: Capability): boolean =>
    shop.adapterVersion === null || shop.capabilities.includes(what);
  const { content } = message;
  const type = isCard(message.type) && !can(message.type) ? 'text' : message.type;
  if (!can(type)) return { refusal: 'platform.notSupported' };
  const isFile = type !== 'text' && outgoingName(content) !== null;
  if (isFile && !can('upload')) return { refusal: 'media.noUpload' };
  // A link is not counted against the limit of a text: it must not be cut, the platform itself decides.
  if (message.type === 'text' && content.length > shop.textLimit) {
    return { refusal: 'message.tooLong' };
  }
  return { part: { type, content } };
};

const plain = (text: string): string => text.trim().replaceAll('\r\n', '\n');

type Copy = Pick<PlatformMessage, 'type' | 'content' | 'card'>;

/** Whether the platform may show this message of ours as a copy of that type. */
export const isShownAs = (message: Message, type: Copy['type']): boolean =>
  type === message.type || (isCard(message.type) && type === 'text');

/** A platform writes another address of the same product into its card; the product's id in it stays. */
const isSameProduct = (message: Message, { type, card }: Copy): boolean =>
  message.type === 'product_card' &&
  type === 'product_card' &&
  card !== null &&
  card.goodsId !== null &&
  message.content.split(/\D+/u).includes(card.goodsId);

/** Whether the platform's copy of one of our side's messages says what this message says. */
export const isSameContent = (message: Message, copy: Copy): boolean =>
  (isShownAs(message, copy.type) && plain(copy.content) === plain(message.content)) ||
  isSameProduct(message, copy);
