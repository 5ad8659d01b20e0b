import type { SendPart } from './ports.ts';
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

/** Whether the platform's copy of one of our side's messages says what this message says. */
export const isSameContent = (
  message: Message,
  copy: { readonly type: Message['type']; readonly content: string },
): boolean =>
  (copy.type === message.type || (isCard(message.type) && copy.type === 'text')) &&
  plain(copy.content) === plain(message.content);
