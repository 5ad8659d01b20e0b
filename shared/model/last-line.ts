import type { LastLine } from './conversation.ts';
import { isLateSend, type Message } from './message.ts';
import { assertNever } from './result.ts';

const MAX_LENGTH = 200;

/** At most 200 UTF-16 units, never ending in half a character. */
const shorten = (text: string): string => {
  if (text.length <= MAX_LENGTH) return text;
  const cut = text.slice(0, MAX_LENGTH);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
};

const lineText = (message: Pick<Message, 'type' | 'content' | 'card'>): string => {
  switch (message.type) {
    case 'image':
    case 'video':
    case 'systemLine':
      return '';
    case 'product_card':
    case 'order_card':
      return message.card?.title ?? message.content;
    case 'text':
    case 'unknown':
      return message.content;
    default:
      return assertNever(message.type);
  }
};

/** What the list shows of a message. A picture has no text: the list says [图片] by the type. */
export const lastLineOf = (message: Message): LastLine => ({
  origin: message.origin,
  type: message.type,
  text: shorten(lineText(message)),
  at: message.sentAt,
  sendState: isLateSend(message.send) ? 'late' : (message.send?.state ?? null),
});

/** Whether `line` was made from this message (in whatever state its send was then). */
export const isLineOf = (line: LastLine | null, message: Message): boolean => {
  if (line === null) return false;
  const own = lastLineOf(message);
  return (
    line.at === own.at &&
    line.origin === own.origin &&
    line.type === own.type &&
    line.text === own.text
  );
};
