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
      leftOut: { count: 0, names: [] },
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
    ['a=\0', 'controlCharacter'],
    ['a=1\t2', 'controlCharacter'],
    ['a=\ud800', 'controlCharacter'],
    ['', 'empty'],
    ['  ', 'empty'],
    [';;', 'empty'],
    ['Cookie: ', 'empty'],
    ['justtext', 'noPair'],
    ['=value', 'badName'],
    ['na me=1', 'badName'],
    [`a=${'x'.repeat(4096)}`, 'tooLong'],
    [`a=${'客'.repeat(1400)}`, 'tooLong'],
  ])('[PL3] refuses %j, of which nothing can be used', (text, problem) => {
    expect(parse(text)).toEqual({ ok: false, problem });
  });

  const kept = (text: string) => {
    const parsed = parse(text);
    if (!parsed.ok) throw new Error(parsed.problem);
    return { names: parsed.cookies.map(({ name }) => name), leftOut: parsed.leftOut };
  };

  it.each([
    ['a[0]=1', ['a[0]']],
    ['a@b=1', ['a@b']],
    ['a:b=1', ['a:b']],
    ['a b=1', ['a b']],
    ['客服=1', ['客服']],
    ['=1', ['']],
    ['a=1\r\n2', ['a']],
    ['a=1\0', ['a']],
    ['a\0b=1', ['ab']],
    ['a\u202Eb=1', ['ab']],
    [`a=${'x'.repeat(4096)}`, ['a']],
    [`${'客'.repeat(40)}=1`, ['客'.repeat(24)]],
    ['the end of a value', []],
  ])('[PL3] %j costs that cookie alone', (odd, names) => {
    const alone = { names: ['first', 'last'], leftOut: { count: 1, names } };
    expect(kept(`first=1; ${odd}; last=2`)).toEqual(alone);
  });

  it('[PL3] a leading Cookie:, blanks and line ends around the text are taken off', () => {
    for (const text of [
      'Cookie: a=1; b=2',
      'cookie:a=1;b=2\r\n',
      '\n a=1;\r\n b=2 \n',
      '\ufeffa=1; b=2',
    ])
      expect(values(text)).toEqual({ a: '1', b: '2' });
    expect(values('cookie=1')).toEqual({ cookie: '1' });
  });

  it('[PL3] more than a browser keeps: the first 150 are set, and what is told stays short', () => {
    const text = Array.from({ length: 170 }, (_, index) => `c${index}=1`).join('; ');
    const { names, leftOut } = kept(text);
    expect(names).toHaveLength(150);
    expect(leftOut).toEqual({ count: 20, names: ['c150', 'c151', 'c152', 'c153', 'c154'] });
    expect(kept(`a=1; ${'b=2; '.repeat(20_000)}`).names).toEqual(['a', 'b']);
  });

  it('of a name that stands twice the first counts', () => {
    expect(values('a=1; b=2; a=3')).toEqual({ a: '1', b: '2' });
  });
});
