import { describe, expect, it } from 'vitest';
import { readAppLink, splitLink } from './app-link.ts';

const LONG = 'a'.repeat(5_000);

/** Each is no link, whatever a browser, a shell or a parser of addresses would make of it. */
const HOSTILE: readonly string[] = [
  '',
  'duodian',
  'duodian:',
  'duodian:/',
  'duodian://',
  'duodian:///',
  'duodian://shop',
  'duodian://shop/',
  'duodian://shop//',
  'duodian://shop//s1',
  'duodian:shop/s1',
  'duodian:/shop/s1',
  'duodian:///shop/s1',
  'DUODIAN://shop/s1',
  'duodian://SHOP/s1',
  ' duodian://shop/s1',
  'duodian://shop/s1 ',
  'duodian://shop/s1\n',
  'duodian://shop/s1\u0000',
  'duodian://shop/s 1',
  'duodian://shop/s1?remove=1',
  'duodian://shop/s1#x',
  'duodian://shop/s1/remove',
  'duodian://shop/s1//',
  'duodian://shop/%',
  'duodian://shop/%zz',
  'duodian://shop/%ff',
  'duodian://shop/%c0%af',
  'duodian://shop/%00',
  'duodian://shop/%0a',
  'duodian://shop/s1%1f',
  'duodian://shop/s1%20',
  'duodian://shop/%e2%80%ae1s',
  'duodian://shop/店铺',
  `duodian://shop/${LONG}`,
  'duodian://shop:80/s1',
  'duodian://a@shop/s1',
  'duodian://shop\\s1',
  'duodian://shop/..\\s1',
  'duodian://shop/"s1',
  'duodian://shop/s1" --gateway=ws://evil',
  'duodian://shop/<script>',
  'duodian://shop/$(id)',
  'duodian://shop/`id`',
  'duodian://shop/s1;x',
  'duodian://shop/s1&x',
  'duodian://conversation/s1',
  'duodian://conversation/s1/',
  'duodian://conversation//b1',
  'duodian://conversation/s1/b1/send',
  'duodian://conversation/s1/%1f',
  'duodian://conversation/s%1fb/b1',
  'duodian://send/s1/b1',
  'duodian://shops.remove/s1',
  'duodian://shop/s1duodian://shop/s2 ',
  'https://shop/s1',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'app://duodian/',
  'xduodian://shop/s1',
];

describe('a link of the app', () => {
  it('opens a shop or a conversation', () => {
    expect(readAppLink('duodian://shop/s1')).toEqual({ kind: 'shop', shopId: 's1' });
    expect(readAppLink('duodian://shop/s1/')).toEqual({ kind: 'shop', shopId: 's1' });
    expect(readAppLink('duodian://conversation/s1/b1')).toEqual({
      kind: 'conversation',
      shopId: 's1',
      buyerPin: 'b1',
    });
  });

  it('carries any id, percent-encoded', () => {
    for (const id of ['店铺 1', 'a/b', '..', 'x%41', '<b>', "o'neil", '__proto__', '?q#h']) {
      expect(readAppLink(`duodian://shop/${encodeURIComponent(id)}`), id).toEqual({
        kind: 'shop',
        shopId: id,
      });
    }
  });

  it.each(HOSTILE)('is not %j', (text) => {
    expect(readAppLink(text)).toBeNull();
  });
});

describe('the words of a start', () => {
  it('are options before a link; what comes behind one is nobody’s', () => {
    expect(splitLink(['--lang=en'])).toEqual({ options: ['--lang=en'], link: null });
    const words = ['--data=x', 'duodian://shop/s1', '--gateway=ws://evil', 'duodian://shop/s2'];
    expect(splitLink(words)).toEqual({ options: ['--data=x'], link: 'duodian://shop/s1' });
  });

  it('hold a link also where it is written in another way: it is refused with a sentence', () => {
    expect(splitLink(['DUODIAN:x', '--lang=en'])).toEqual({ options: [], link: 'DUODIAN:x' });
  });
});
