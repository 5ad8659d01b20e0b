import { describe, expect, it } from 'vitest';
import { asPhraseId } from '#shared/model/ids.ts';
import { fillText } from '#shared/model/phrase-fill.ts';
import { findable } from '#shared/model/phrase-match.ts';
import {
  PHRASE_LIMITS,
  sameKeyOf,
  textOf,
  type Phrase,
  type PhrasePart,
} from '#shared/model/phrase.ts';
import { PLATFORMS } from '#shared/model/platform.ts';
import { groupsOf, inGroup } from './groups.ts';
import { contentOf, formOf, nextKey } from './phrase-form.ts';
import { movePinned, togglePinned } from './pinned-order.ts';
import { starterSetOf } from './starter-set.ts';

const text = (words: string): PhrasePart => ({ kind: 'text', text: words });
const content = (...parts: readonly PhrasePart[]) =>
  ({ scope: { kind: 'all' }, group: ' 售后 ', code: ' 换货 ', parts }) as const;
const phrase = (id: string, change: Partial<Phrase> = {}): Phrase => ({
  ...content(text(id)),
  phraseId: asPhraseId(id),
  place: null,
  usedCount: 0,
  usedAt: null,
  ...change,
});

describe('what is written in the editor', () => {
  it('is saved without blanks around, a link as a browser reads it', () => {
    const form = formOf(
      content(text(' 您好\n'), { kind: 'link', url: ' HTTPS://A.example ', title: ' 说明 ' }),
    );
    expect(contentOf(form)).toEqual({
      content: {
        scope: { kind: 'all' },
        group: '售后',
        code: '换货',
        parts: [text('您好'), { kind: 'link', url: 'https://a.example/', title: '说明' }],
      },
    });
    expect(nextKey(form.parts)).toBe(2);
    expect(nextKey([])).toBe(0);
  });

  it.each([
    [content(), { kind: 'empty' }],
    [content(text('a'), text(' \n')), { kind: 'emptyPart', place: 2 }],
    [content({ kind: 'link', url: 'a.example', title: '' }), { kind: 'badLink', place: 1 }],
    [
      content(text('长'.repeat(PHRASE_LIMITS.characters)), text('长长')),
      { kind: 'tooLong', over: 2 },
    ],
  ])('%# cannot be saved, and the place is named', (given, problem) => {
    expect(contentOf(formOf(given))).toEqual({ problem });
  });
});

describe('pinned phrases', () => {
  const rows = [phrase('a', { place: 3 }), phrase('b', { place: 7 }), phrase('c')];
  const [a = phrase('a'), b = phrase('b'), c = phrase('c')] = rows;

  it('go behind the others, and leave them again', () => {
    expect(togglePinned(rows, c).place).toBe(8);
    expect(togglePinned(rows, a).place).toBeNull();
    expect(togglePinned([c], c).place).toBe(0);
  });

  it('change their place with a neighbour, not at the end', () => {
    expect(movePinned(rows, a, 1)).toEqual([
      { ...a, place: 7 },
      { ...b, place: 3 },
    ]);
    expect(movePinned(rows, a, -1)).toEqual([]);
    expect(movePinned(rows, c, 1)).toEqual([]);
  });
});

it('groups are counted by name, those without one last', () => {
  const rows = ['售后', '', '接待', '售后'].map((group, at) =>
    findable(phrase(String(at), { group })),
  );
  expect(groupsOf(rows)).toEqual([
    { name: '接待', count: 1 },
    { name: '售后', count: 2 },
    { name: '', count: 1 },
  ]);
  expect(inGroup(rows, '')).toHaveLength(1);
  expect(inGroup(rows, null)).toBe(rows);
});

describe('the starter sets', () => {
  it.each(PLATFORMS)(
    '%s has twelve that fit every limit, none twice, each variable known',
    (platform) => {
      const set = starterSetOf(platform);
      expect(set).toHaveLength(12);
      expect(new Set(set.map(sameKeyOf)).size).toBe(12);
      for (const one of set) {
        expect(contentOf(formOf(one))).toEqual({ content: one });
        const facts = { buyer: 'x', shop: 'x', orderId: 'x', product: 'x' };
        expect(fillText(textOf(one), facts)).not.toMatch(/[{}]/u);
      }
    },
  );

  it('promise nothing that only the shop can promise', () => {
    const all = PLATFORMS.flatMap(starterSetOf).map(textOf).join('\n');
    expect(all).not.toMatch(/马上|立即|保证|一定到|必|全额|赔|最低|第一|\d/u);
  });
});
