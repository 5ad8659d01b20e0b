import { describe, expect, it } from 'vitest';
import { slashTokenAt } from './slash-token.ts';

const at = (text: string) => {
  const caret = text.indexOf('|');
  return slashTokenAt(text.replace('|', ''), { from: caret, to: caret });
};

describe('a call for a phrase', () => {
  it.each([
    ['/|', 0, 1, ''],
    ['/hh|', 0, 3, 'hh'],
    ['您好 /换货|', 3, 6, '换货'],
    ['第一行\n/f|第二行', 4, 6, 'f'],
    ['、hh|', 0, 3, 'hh'],
    ['／hh|', 0, 3, 'hh'],
    ["/hu'huo|", 0, 7, "hu'huo"],
  ])('%j begins at a word’s start and ends at the caret', (text, from, to, query) => {
    expect(at(text)).toEqual({ from, to, query });
  });

  it.each([
    '1/2|',
    'https://a|',
    '/a b|',
    '好的、那|',
    '/|'.replace('/', ''),
    '//|',
    `/${'x'.repeat(21)}|`,
  ])('%j is none', (text) => {
    expect(at(text)).toBeNull();
  });

  it('is none while something is selected', () => {
    expect(slashTokenAt('/hh', { from: 1, to: 3 })).toBeNull();
  });
});
