import type { i18n, TFunction } from 'i18next';

type Options = Readonly<Record<string, unknown>>;
type Translate = (key: string | readonly string[], options?: Options | string) => string;

const remembering = (translate: Translate): Translate => {
  const known = new Map<string, string>();
  return (key, options) => {
    if (typeof key !== 'string' || options !== undefined) return translate(key, options);
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const words = translate(key);
    known.set(key, words);
    return words;
  };
};

/**
 * i18next looks a key up anew, with several copies of its options, whenever it is asked, and makes a new translator for every
 * component; that was a quarter of what it takes to draw a conversation. The texts are built in, so that words without holes
 * are the same for as long as the language is: they are looked up once, by one translator for each language and namespace.
 */
export const rememberWords = (instance: i18n): void => {
  const make = instance.getFixedT.bind(instance) as (...given: readonly unknown[]) => TFunction;
  const made = new Map<string, TFunction>();
  instance.getFixedT = ((...given: readonly unknown[]): TFunction => {
    const name = JSON.stringify(given);
    const kept = made.get(name);
    if (kept !== undefined) return kept;
    const plain = make(...given);
    const t = Object.assign(
      remembering(plain as unknown as Translate),
      plain,
    ) as unknown as TFunction;
    made.set(name, t);
    return t;
  }) as i18n['getFixedT'];
};
