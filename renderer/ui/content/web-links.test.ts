import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLinks, webUrl } from './web-links.ts';

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
    expect(links('HTTP://A.cn')).toEqual(['http://a.cn/']);
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
    expect(webUrl(' https://a.cn/1 ')).toBe('https://a.cn/1');
  });

  it('that can be read in two ways stay text, as a whole', () => {
    for (const text of [
      'https://xn--80ak6aa92e.com\\@item.taobao.com/',
      '看 https://item.taobao.com@evil.cn/1 有货吗',
      'https://item.taobao.com\u200b.evil.cn',
      'https://a.cn/\u202egpj.exe',
      'https:///a.cn',
    ])
      expect(splitLinks(text), text).toEqual([{ kind: 'text', text }]);
  });

  it('lead where they say: what stands in the text names the host that is opened', () => {
    const piece = fc.oneof(
      fc.webUrl(),
      fc.constantFrom(
        'https://',
        'a.cn',
        'b.cn',
        '\\',
        '@',
        '/',
        '.',
        ':',
        '?',
        '\u200b',
        '\t',
        '有',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        for (const segment of splitLinks(pieces.join(''))) {
          if (segment.kind === 'text') continue;
          const [, said = ''] = /^https?:\/\/([^/?#:]+)/iu.exec(segment.text) ?? [];
          expect(new URL(`http://${said}`).hostname).toBe(new URL(segment.url).hostname);
        }
      }),
      { numRuns: 2_000 },
    );
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
