import type { TFunction } from 'i18next';

type Options = Readonly<Record<string, unknown>>;
type Translate = (key: string | readonly string[], options?: Options | string) => string;

/** Of clocks that count up there is no end: at so many sentences all are forgotten. */
const MOST = 2_000;

const isPlain = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** What the words depend on, null where that cannot be told by a text. */
const askedOf = (key: string, options: Options): string | null =>
  Object.values(options).every(isPlain) ? `${key} ${JSON.stringify(options)}` : null;

/**
 * i18next looks a key up anew, with several copies of its options, whenever it is asked; that was a quarter of what it takes to
 * draw a conversation. The texts are built in, so the same key with the same holes is the same sentence for as long as the
 * language lasts: it is made once. Hundreds of shops in one state say one sentence.
 */
export const rememberWords = (t: TFunction): TFunction => {
  const translate = t as unknown as Translate;
  const known = new Map<string, string>();
  const remembering: Translate = (key, options) => {
    if (typeof key !== 'string' || typeof options === 'string') return translate(key, options);
    const asked = options === undefined ? key : askedOf(key, options);
    if (asked === null) return translate(key, options);
    const kept = known.get(asked);
    if (kept !== undefined) return kept;
    if (known.size >= MOST) known.clear();
    const words = translate(key, options);
    known.set(asked, words);
    return words;
  };
  return Object.assign(remembering, t);
};
