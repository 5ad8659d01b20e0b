import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownHost, splitLinks, stripBidi, webUrl } from './web-links.ts';

const links = (text: string): string[] =>
  splitLinks(text).flatMap((segment) => (segment.kind === 'link' ? [segment.url] : []));

describe('[SE4] links', () => {
  it('end where Chinese or a mark begins', () => {
    expect(links('看这个https://item.jd.com/100.html有货吗')).toEqual([
      'https://item.jd.com/100.html',
    ]);
    expect(links('见 https://a.cn/x?b=1&c=2,谢谢')).toEqual(['https://a.cn/x?b=1&c=2']);
    expect(links('(https://a.cn/x).')).toEqual(['https://a.cn/x']);
    expect(links('https://a.cn/x_(y)')).toEqual(['https://a.cn/x_(y)']);
    expect(links('HTTP://A.cn')).toEqual(['HTTP://A.cn']);
  });

  it('are http and https only', () => {
    for (const text of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'ftp://a.cn',
      'data:text/html,<b>',
      'https://',
      'www.a.cn',
    ])
      expect(links(text)).toEqual([]);
    expect(webUrl('javascript:alert(1)//https://a.cn')).toBeNull();
    expect(webUrl(' https://a.cn/\u202e1 ')).toBe('https://a.cn/1');
  });

  it('never change the text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.constantFrom('https://', '有货吗', ')', '.'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(
          splitLinks(text)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});

describe('[SE4] hosts', () => {
  it('show punycode when scripts are mixed', () => {
    // The second "a" is Cyrillic.
    expect(shownHost('https://pаypal.com/x')).toEqual({
      host: 'xn--pypal-4ve.com',
      ascii: null,
      isSuspicious: true,
    });
    expect(shownHost('https://example.com:8080/')).toEqual({
      host: 'example.com',
      ascii: null,
      isSuspicious: false,
    });
    expect(shownHost('https://例子.中国/')).toMatchObject({
      host: '例子.中国',
      isSuspicious: false,
    });
  });

  it('are not taken from before an @', () => {
    expect(shownHost('https://www.jd.com@evil.cn/').host).toBe('evil.cn');
  });
});

it('[SE4] direction marks leave names', () => {
  expect(stripBidi('a\u202eb\u2066c\u200f')).toBe('abc');
});
