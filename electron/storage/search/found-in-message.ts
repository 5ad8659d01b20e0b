import { isInTimeline, type Message } from '#shared/model/message.ts';
import type { MarkedText, NumberKind } from '#shared/model/search.ts';
import { assertNever } from '#shared/model/result.ts';
import { fold } from './fold.ts';
import { documentOf } from './grams.ts';
import { bareNumber, excerptOf, marksOf, type SearchQuery } from './query.ts';

/** A long number in a text: eight digits or more, with dashes between. */
const LONG_NUMBER = /(?<![\dA-Za-z])\d(?:-?\d){7,39}(?![\dA-Za-z])/gu;

/** What of a message can be found. */
export type Sayable = Pick<Message, 'type' | 'content' | 'card' | 'systemLine'>;

type NumberIn = { readonly kind: NumberKind; readonly text: string };

const lineText = ({ systemLine }: Sayable): string => {
  if (systemLine === null) return '';
  switch (systemLine.code) {
    case 'gateway.error':
    case 'platform.notice':
      return systemLine.text;
    case 'transfer.done':
      return systemLine.staffName;
    case 'transfer.failed':
      return `${systemLine.staffName} ${systemLine.reason}`;
    case 'takeover.started':
    case 'takeover.ended':
      return '';
    default:
      return assertNever(systemLine);
  }
};

/** The words of a message; the address of a picture or a product is none. */
const wordsOf = ({ type, content }: Sayable): string =>
  type === 'image' || type === 'video' || type === 'product_card' ? '' : content;

const textOf = (message: Sayable): string =>
  [wordsOf(message), message.card?.title ?? '', lineText(message)]
    .filter((part) => part !== '')
    .join('\n');

const numbersOf = (message: Sayable): readonly NumberIn[] => {
  const { card } = message;
  const found: NumberIn[] = [];
  if (card?.orderId) found.push({ kind: 'order', text: card.orderId });
  if (card?.goodsId) found.push({ kind: 'goods', text: card.goodsId });
  for (const [text] of wordsOf(message).matchAll(LONG_NUMBER)) {
    if (!found.some((other) => other.text === text)) found.push({ kind: 'mentioned', text });
  }
  return found;
};

/** What the full-text index holds of a message. */
export const messageDocument = (message: Sayable): string =>
  documentOf(
    [fold(textOf(message))],
    numbersOf(message).map(({ text }) => bareNumber(text)),
  );

/** The words of the query in the message; null where it does not hold them all or is not shown. */
export const foundWords = (message: Message, query: SearchQuery): MarkedText | null => {
  if (!isInTimeline(message)) return null;
  const text = textOf(message);
  const marks = marksOf(text, query.words);
  return marks === null ? null : excerptOf(text, marks);
};

/** Numbers in the message that have the query as a part. */
export const foundNumbers = (
  message: Message,
  query: SearchQuery,
): readonly { readonly kind: NumberKind; readonly number: MarkedText }[] => {
  const { number: asked } = query;
  if (asked === null || !isInTimeline(message)) return [];
  return numbersOf(message).flatMap(({ kind, text }) => {
    if (!bareNumber(text).includes(asked.bare)) return [];
    // Written with dashes where the query has none: all of it is what was found.
    const marks = marksOf(text, [asked.bare]) ?? [[0, text.length] as const];
    return [{ kind, number: { text, marks } }];
  });
};
