import type { TFunction } from 'i18next';

type Options = Readonly<Record<string, unknown>>;
type Translate = (key: string | readonly string[], options?: Options | string) => string;

/**
 * i18next looks a key up anew, with several copies of its options, whenever it is asked; that was a quarter of what it takes to
 * draw a conversation. The texts are built in, so that words without holes stay the same for as long as the language does: they
 * are looked up once.
 */
export const rememberWords = (t: TFunction): TFunction => {
  const translate = t as unknown as Translate;
  const known = new Map<string, string>();
  const remembering: Translate = (key, options) => {
    if (typeof key !== 'string' || options !== undefined) return translate(key, options);
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const words = translate(key);
    known.set(key, words);
    return words;
  };
  return Object.assign(remembering, t);
};
