import { describe, expect, it } from 'vitest';
import { parseCookies, type ParsedCookies } from './cookies.ts';

const place = { domain: '.jinritemai.com', host: 'im.jinritemai.com', now: 1_000_000 };
const parse = (text: string): ParsedCookies => parseCookies(text, place);
const values = (text: string): Record<string, string> => {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return Object.fromEntries(parsed.cookies.map(({ name, value }) => [name, value]));
};

describe('parseCookies', () => {
  it('[PL3] splits on the first = and keeps values verbatim', () => {
    expect(values('sid_guard=ab|1790|51==; q="x, y"; pct=%E5%AE%A2; empty=')).toEqual({
      sid_guard: 'ab|1790|51==',
      q: '"x, y"',
      pct: '%E5%AE%A2',
      empty: '',
    });
  });

  it('[PL3] sets them secure, on the parent domain, for 30 days', () => {
    const parsed = parse('sessionid=abc');
    expect(parsed).toEqual({
      ok: true,
      cookies: [
        {
          name: 'sessionid',
          value: 'abc',
          domain: '.jinritemai.com',
          path: '/',
          secure: true,
          httpOnly: false,
          expires: 1000 + 30 * 86_400,
        },
      ],
    });
  });

  it('[PL3] a __Host- name has no domain of its own', () => {
    const parsed = parse('__Host-a=1; __Secure-b=2');
    expect(parsed.ok && parsed.cookies.map(({ domain }) => domain)).toEqual([
      'im.jinritemai.com',
      '.jinritemai.com',
    ]);
  });

  it.each([
    ['a=1\r\nSet-Cookie: b=2', 'controlCharacter'],
    ['a=1\n', 'controlCharacter'],
    ['a=\0', 'controlCharacter'],
    ['a=1\t2', 'controlCharacter'],
    ['', 'empty'],
    ['  ', 'empty'],
    ['justtext', 'noPair'],
    [';;', 'noPair'],
    ['=value', 'badName'],
    ['na me=1', 'badName'],
    [`a=${'x'.repeat(4096)}`, 'tooLong'],
    [`a=${'客'.repeat(1400)}`, 'tooLong'],
    [`a=1; ${'b=2; '.repeat(20_000)}`, 'tooLong'],
    ['a=\ud800', 'controlCharacter'],
    [Array.from({ length: 151 }, (_, index) => `c${index}=1`).join('; '), 'tooMany'],
  ])('[PL3] refuses %j', (text, problem) => {
    expect(parse(text)).toEqual({ ok: false, problem });
  });

  it('of a name that stands twice the first counts', () => {
    expect(values('a=1; b=2; a=3')).toEqual({ a: '1', b: '2' });
  });
});
