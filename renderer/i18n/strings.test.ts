import { describe, expect, it } from 'vitest';
import { GATEWAY_END_REASONS } from '#shared/model/gateway-status.ts';
import { ERROR_KINDS } from '#shared/model/result.ts';
import { SHOP_STATES } from '#shared/model/shop.ts';
import { strings as alerts } from '../features/alerts/strings.ts';
import { strings as buyerPanel } from '../features/buyer-panel/strings.ts';
import { strings as composer } from '../features/composer/strings.ts';
import { strings as conversation } from '../features/conversation/strings.ts';
import { strings as transfer } from '../features/transfer/strings.ts';
import { remedyOf } from '../state/shop-remedy.ts';
import { strings as ui } from '../ui/strings.ts';
import { errorKey, reasonKey } from './error-text.ts';
import { strings as shared } from './strings.ts';

const LANGUAGES = ['zh-CN', 'en'] as const;

/** Every text under its dotted key. */
const flatten = (texts: object, prefix = ''): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(texts).flatMap(([key, value]: [string, unknown]): [string, string][] =>
      typeof value === 'string'
        ? [[`${prefix}${key}`, value]]
        : typeof value === 'object' && value !== null
          ? [...flatten(value, `${prefix}${key}.`)]
          : [],
    ),
  );

const holes = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1] ?? '').sort();

describe.each(LANGUAGES)('%s says', (language) => {
  const texts = flatten(shared[language]);

  it.each(ERROR_KINDS)('what %s means', (kind) => {
    expect(texts.get(errorKey(kind))).toMatch(/\S/u);
  });

  it.each(GATEWAY_END_REASONS)('why the line ended: %s', (reason) => {
    expect(texts.get(reasonKey(reason))).toMatch(/\S/u);
  });

  it.each(SHOP_STATES)('[PL1] a sentence for the shop state %s, and its action', (kind) => {
    expect(texts.get(`state.${kind}.short`)).toMatch(/\S/u);
    expect(texts.get(`state.${kind}.text`)).toMatch(/\S/u);
    const remedy = remedyOf(kind);
    if (remedy !== null) expect(texts.get(`remedy.${remedy}`)).toMatch(/\S/u);
  });
});

describe.each(Object.entries({ shared, ui, alerts, buyerPanel, composer, conversation, transfer }))(
  'the words of %s',
  (_, strings) => {
    it('are the same in both languages, with the same holes', () => {
      const [chinese, english] = [flatten(strings['zh-CN']), flatten(strings.en)];
      expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
      for (const [key, text] of chinese) expect(holes(english.get(key) ?? '')).toEqual(holes(text));
    });
  },
);
