import { textOfPart, type PhrasePart } from './phrase.ts';

/** The words that stand in a phrase for what only the open conversation knows. */
export const PHRASE_VARIABLES = ['买家', '店铺', '订单号', '商品'] as const;
export type PhraseVariable = (typeof PHRASE_VARIABLES)[number];

/** What the open conversation knows; null where it does not. */
export type PhraseFacts = {
  readonly buyer: string | null;
  readonly shop: string | null;
  readonly orderId: string | null;
  readonly product: string | null;
};

const FACT_OF: Readonly<Record<PhraseVariable, keyof PhraseFacts>> = {
  买家: 'buyer',
  店铺: 'shop',
  订单号: 'orderId',
  商品: 'product',
};

const isVariable = (name: string): name is PhraseVariable => Object.hasOwn(FACT_OF, name);

/** A variable in half- or full-width braces, as a Chinese input method writes them. */
const VARIABLE = /[{｛](买家|店铺|订单号|商品)[}｝]/gu;
const HOLE = /〔(买家|店铺|订单号|商品)〕/u;

const holeOf = (name: PhraseVariable): string => `〔${name}〕`;

/**
 * A text with its variables filled. A value that is missing stays a hole that is seen, `〔订单号〕`. Values are foreign texts: one
 * that looks like a variable or a hole is put in as it is and not filled again.
 */
export const fillText = (text: string, facts: PhraseFacts): string =>
  text.replaceAll(VARIABLE, (whole, name: string) => {
    if (!isVariable(name)) return whole;
    const value = facts[FACT_OF[name]]?.trim() ?? '';
    return value === '' ? holeOf(name) : value;
  });

/** The first hole of a text, `[from, to)` in UTF-16 units; null where there is none. Such a text is not sent. */
export const firstHole = (
  text: string,
): { readonly name: PhraseVariable; readonly from: number; readonly to: number } | null => {
  const found = HOLE.exec(text);
  const name = found?.[1] ?? '';
  if (found === null || !isVariable(name)) return null;
  return { name, from: found.index, to: found.index + found[0].length };
};

/** One message of a filled phrase, as it is sent. */
export type FilledPart = {
  readonly type: 'text' | 'image';
  readonly content: string;
};

/** The messages of a phrase for one conversation, in their order. A link goes as a text, which every platform takes. */
export const fillPhrase = (
  { parts }: { readonly parts: readonly PhrasePart[] },
  facts: PhraseFacts,
): readonly FilledPart[] =>
  parts.map((part) =>
    part.kind === 'image'
      ? { type: 'image', content: part.content }
      : { type: 'text', content: fillText(textOfPart(part), facts) },
  );

/** The first hole in the messages; null when all can be sent. */
export const holeIn = (parts: readonly FilledPart[]): PhraseVariable | null => {
  for (const { type, content } of parts) {
    const hole = type === 'text' ? firstHole(content) : null;
    if (hole !== null) return hole.name;
  }
  return null;
};
