import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPhraseId, asShopId } from './ids.ts';
import { fillPhrase, fillText, firstHole, holeIn } from './phrase-fill.ts';
import { compareUse, findable, fitsShop, initialsSourceOf, matchPhrases } from './phrase-match.ts';
import { charactersOf, sameKeyOf, textOf, type Phrase } from './phrase.ts';

const phrase = (change: Partial<Phrase> & { readonly text?: string } = {}): Phrase => {
  const { text = '亲，在的', ...rest } = change;
  return {
    phraseId: asPhraseId('p'),
    scope: { kind: 'all' },
    group: '',
    code: '',
    parts: [{ kind: 'text', text }],
    place: null,
    usedCount: 0,
    usedAt: null,
    ...rest,
  };
};

const FACTS = { buyer: '林小满', shop: '青禾家居', orderId: '250904', product: '置物架' };

describe('variables', () => {
  it('are filled with what the conversation knows, in half- and full-width braces', () => {
    expect(fillText('{买家}您好，｛店铺｝的{商品}，订单{订单号}', FACTS)).toBe(
      '林小满您好，青禾家居的置物架，订单250904',
    );
  });

  it('without a value stay a hole that is seen, and other braces stay as they are', () => {
    const filled = fillText('{买家}，订单{订单号}，{优惠}{}', {
      ...FACTS,
      orderId: null,
      buyer: ' ',
    });
    expect(filled).toBe('〔买家〕，订单〔订单号〕，{优惠}{}');
    expect(firstHole(filled)).toEqual({ name: '买家', from: 0, to: 4 });
    expect(firstHole('订单〔其他〕')).toBeNull();
  });

  it('whose value looks like a variable are not filled twice', () => {
    expect(fillText('{买家}', { ...FACTS, buyer: '{订单号}$&' })).toBe('{订单号}$&');
  });

  it('a hole in any of several messages is found', () => {
    const parts = fillPhrase(
      {
        parts: [
          { kind: 'image', content: 'outgoing:x' },
          { kind: 'link', url: 'https://x.example/〔订单号〕', title: '' },
          { kind: 'text', text: '{订单号}' },
        ],
      },
      { ...FACTS, orderId: null },
    );
    expect(parts.map(({ type }) => type)).toEqual(['image', 'text', 'text']);
    expect(holeIn(parts)).toBe('订单号');
    expect(holeIn(parts.slice(0, 1))).toBeNull();
  });

  it('a text without braces is the same text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/[{｛]/u.test(text)),
        (text) => fillText(text, FACTS) === text,
      ),
    );
  });
});

describe('what a phrase says', () => {
  it('is one line a part, without images', () => {
    const parts = [
      { kind: 'text', text: '第一句' },
      { kind: 'image', content: 'outgoing:x' },
      { kind: 'link', url: 'https://a.example/', title: '发票入口' },
    ] as const;
    expect(textOf({ parts })).toBe('第一句\n发票入口 https://a.example/');
    expect(charactersOf(parts)).toBe('第一句发票入口 https://a.example/'.length);
  });

  it('twice at one place is the same; in another shop, group or order it is not', () => {
    const one = phrase({ code: 'a' });
    expect(sameKeyOf({ ...one, parts: [...one.parts] })).toBe(sameKeyOf(one));
    const others = [
      phrase({ code: 'b' }),
      phrase({ code: 'a', group: 'g' }),
      phrase({ code: 'a', scope: { kind: 'platform', platform: 'jd' } }),
      phrase({ code: 'a', scope: { kind: 'shop', shopId: asShopId('jd') } }),
    ];
    expect(new Set([one, ...others].map(sameKeyOf)).size).toBe(5);
  });
});

describe('which phrases are offered', () => {
  const shop = { shopId: asShopId('s1'), platform: 'jd' } as const;

  it('those of all shops, of the platform and of the shop', () => {
    expect(fitsShop({ kind: 'all' }, shop)).toBe(true);
    expect(fitsShop({ kind: 'platform', platform: 'jd' }, shop)).toBe(true);
    expect(fitsShop({ kind: 'platform', platform: 'pdd' }, shop)).toBe(false);
    expect(fitsShop({ kind: 'shop', shopId: asShopId('s2') }, shop)).toBe(false);
    expect(fitsShop({ kind: 'platform', platform: 'jd' }, { ...shop, platform: null })).toBe(false);
  });

  it('pinned ones come first in their places, then by use, then the nearer scope', () => {
    const rows = [
      phrase({ phraseId: asPhraseId('f') }),
      phrase({ phraseId: asPhraseId('e'), scope: { kind: 'shop', shopId: shop.shopId } }),
      phrase({ phraseId: asPhraseId('d'), usedCount: 3, usedAt: 1 }),
      phrase({ phraseId: asPhraseId('c'), usedCount: 3, usedAt: 2 }),
      phrase({ phraseId: asPhraseId('b'), place: 1 }),
      phrase({ phraseId: asPhraseId('a'), place: 0, usedCount: 1 }),
    ];
    expect(
      rows
        .toSorted(compareUse)
        .map(({ phraseId }) => phraseId)
        .join(''),
    ).toBe('abcdef');
  });

  it('by code, initials and text, the best first, equals in the given order', () => {
    const rows = [
      findable(phrase({ phraseId: asPhraseId('text'), text: '关于HHLC的说明' })),
      findable(phrase({ phraseId: asPhraseId('late initials'), text: '看换货流程' }), '\nkhhlc'),
      findable(phrase({ phraseId: asPhraseId('initials'), code: '换货流程' }), 'hhlc\nqzd'),
      findable(phrase({ phraseId: asPhraseId('code'), code: 'HHLC2' })),
      findable(phrase({ phraseId: asPhraseId('exact'), code: 'hhlc' })),
      findable(phrase({ phraseId: asPhraseId('none'), text: '发货' }), '\nfh'),
    ];
    const found = matchPhrases(rows, ' HhLc ').map((row) => row.phrase.phraseId);
    expect(found).toEqual(['exact', 'code', 'initials', 'text', 'late initials']);
    expect(matchPhrases(rows, ' ')).toBe(rows);
    expect(matchPhrases(rows, '没有这句')).toEqual([]);
  });

  it('initials are made of the code and the beginning of the text only', () => {
    expect(initialsSourceOf(phrase({ code: '换货', text: '长'.repeat(500) }))).toHaveLength(43);
  });
});
