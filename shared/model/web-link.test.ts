import { domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePunycode } from './punycode.ts';
import { type LinkDoubt, readWebLink } from './web-link.ts';

/** What looks like a shop's address and is another's, or can be read in two ways: it stays text. */
const REFUSED = [
  'https://xn--80ak6aa92e.com\\@item.taobao.com/',
  'https://evil.example\\@item.taobao.com/item.htm',
  'https://evil.example\\.taobao.com/',
  'https:\\\\item.taobao.com/',
  'https:/\\item.taobao.com/',
  'https://item.taobao.com\\evil',
  'https://item.taobao.com/a\\b',
  'https://item.taobao.com@evil.example/',
  'https://item.taobao.com:443@evil.example/',
  'https://item.taobao.com%40x@evil.example/',
  'https://@evil.example/',
  'https://:@evil.example/',
  'https://user:secret@item.taobao.com/',
  'https://a@b@evil.example/',
  'https://item.taobao.com\t.evil.example/',
  'https://item.taobao.com\n.evil.example/',
  'https://item.tao\rbao.com/',
  'ht\ttps://item.taobao.com/',
  'https://item.taobao.com/\u0000',
  'https://item.taobao.com/\u001b[31m',
  'https://item.taobao.com/\u007f',
  'https://item.taobao.com/\u0085',
  'https://item.taobao.com\u200b.evil.example/',
  'https://item.taobao.com\u2060.evil.example/',
  'https://item.tao\u00adbao.com/',
  'https://item.taobao.com/\u202egpj.exe',
  'https://\u202emoc.oaboat.meti\u202c/',
  'https://item.taobao.com/\u2066x\u2069',
  'https://item.taobao.com/\u200f',
  'https://item.taobao.com\ufeff.evil.example/',
  'https://item.taobao.com/\u2028x',
  'https:///item.taobao.com/',
  'https:////item.taobao.com/',
  'https:/item.taobao.com/',
  'https:item.taobao.com/',
  '//item.taobao.com/',
  'item.taobao.com',
  'https://',
  'https://?x',
  'https://#x',
  'https:// /',
  'https://item.taobao.com:99999/',
  'https://item.taobao.com:x/',
  'https://[::1/',
  'https://[::zz]/',
  'https://1.2.3.999/',
  'https://a b.example/',
  'https://a<b.example/',
  'javascript:alert(1)//https://item.taobao.com',
  'data:text/html,https://item.taobao.com',
  'file:///etc/passwd',
  'ftp://item.taobao.com/',
  'blob:https://item.taobao.com/x',
  'view-source:https://item.taobao.com/',
  'weixin://dl/x',
  'wss://item.taobao.com/',
  `https://item.taobao.com/${'a'.repeat(4_100)}`,
  `https://item.taobao.com/${'中'.repeat(1_000)}`,
];

type Row = readonly [written: string, url: string, host: string, doubts?: readonly LinkDoubt[]];
const READ: readonly Row[] = [
  [
    'https://item.taobao.com/item.htm?id=1',
    'https://item.taobao.com/item.htm?id=1',
    'item.taobao.com',
  ],
  [' https://item.jd.com/1.html ', 'https://item.jd.com/1.html', 'item.jd.com'],
  ['HTTPS://Item.JD.com', 'https://item.jd.com/', 'item.jd.com'],
  ['https://item.jd.com:443/', 'https://item.jd.com/', 'item.jd.com'],
  ['https://item.jd.com:8443/', 'https://item.jd.com:8443/', 'item.jd.com'],
  ['https://item.jd.com/a@b?c=d@e#f@g', 'https://item.jd.com/a@b?c=d@e#f@g', 'item.jd.com'],
  ['https://item.jd.com?@evil.example', 'https://item.jd.com/?@evil.example', 'item.jd.com'],
  ['https://item.jd.com/../../x', 'https://item.jd.com/x', 'item.jd.com'],
  ['https://item.jd.com/中', 'https://item.jd.com/%E4%B8%AD', 'item.jd.com'],
  ['https://%65vil.example/', 'https://evil.example/', 'evil.example'],
  ['https://ｅvil.example/', 'https://evil.example/', 'evil.example'],
  ['https://item。taobao。com/', 'https://item.taobao.com/', 'item.taobao.com'],
  [
    'https://item.taobao.com.evil.example/',
    'https://item.taobao.com.evil.example/',
    'item.taobao.com.evil.example',
  ],
  ['https://例子.中国/', 'https://xn--fsqu00a.xn--fiqs8s/', '例子.中国'],
  ['https://xn--fsqu00a.xn--fiqs8s/', 'https://xn--fsqu00a.xn--fiqs8s/', '例子.中国'],
  [
    'https://淘宝taobao.com/',
    'https://xn--taobao-9j7kl81j.com/',
    'xn--taobao-9j7kl81j.com',
    ['lookalike'],
  ],
  ['https://tаobao.com/', 'https://xn--tobao-4ve.com/', 'xn--tobao-4ve.com', ['lookalike']],
  ['https://аррӏе.com/', 'https://xn--80ak6aa92e.com/', 'xn--80ak6aa92e.com', ['lookalike']],
  [
    'https://xn--80ak6aa92e.com/',
    'https://xn--80ak6aa92e.com/',
    'xn--80ak6aa92e.com',
    ['lookalike'],
  ],
  [
    'https://таобао.рф/',
    'https://xn--80aac5cct.xn--p1ai/',
    'xn--80aac5cct.xn--p1ai',
    ['lookalike'],
  ],
  ['https://tàobao.com/', 'https://xn--tobao-rqa.com/', 'xn--tobao-rqa.com', ['lookalike']],
  ['https://οzon.com/', 'https://xn--zon-8yc.com/', 'xn--zon-8yc.com', ['lookalike']],
  ['http://8.8.8.8/', 'http://8.8.8.8/', '8.8.8.8', ['address']],
  [
    'http://[2001:4860:4860::8888]/',
    'http://[2001:4860:4860::8888]/',
    '[2001:4860:4860::8888]',
    ['address'],
  ],
  ...(
    [
      ['http://127.0.0.1/', '127.0.0.1'],
      ['http://2130706433/', '127.0.0.1'],
      ['http://0x7f000001/', '127.0.0.1'],
      ['http://017700000001/', '127.0.0.1'],
      ['http://0177.0.0.1/', '127.0.0.1'],
      ['http://127.1/', '127.0.0.1'],
      ['http://１２７.0.0.1/', '127.0.0.1'],
      ['http://127.0.0.1./', '127.0.0.1'],
      ['http://0/', '0.0.0.0'],
      ['http://10.1.2.3/', '10.1.2.3'],
      ['http://172.31.0.1/', '172.31.0.1'],
      ['http://192.168.0.1/', '192.168.0.1'],
      ['http://100.64.0.1/', '100.64.0.1'],
      ['http://169.254.169.254/', '169.254.169.254'],
      ['http://198.18.0.1/', '198.18.0.1'],
      ['http://224.0.0.1/', '224.0.0.1'],
      ['http://255.255.255.255/', '255.255.255.255'],
      ['http://[::1]/', '[::1]'],
      ['http://[::]/', '[::]'],
      ['http://[fe80::1]/', '[fe80::1]'],
      ['http://[fd00::1]/', '[fd00::1]'],
      ['http://[::ffff:127.0.0.1]/', '[::ffff:7f00:1]'],
      ['http://[::127.0.0.1]/', '[::7f00:1]'],
      ['http://[64:ff9b::7f00:1]/', '[64:ff9b::7f00:1]'],
      ['http://[2002:7f00:1::]/', '[2002:7f00:1::]'],
    ] as const
  ).map(([written, host]): Row => [written, `http://${host}/`, host, ['address', 'ownNetwork']]),
  ...[
    'localhost',
    'localhost.',
    'a.localhost',
    'a.b.localhost.',
    'printer.local',
    'nas.lan',
    'router.home',
    'box.internal',
    'intranet',
    'ai',
    'router',
    '1.0.0.127.in-addr.arpa',
  ].map((host): Row => [`http://${host}/`, `http://${host}/`, host, ['ownNetwork']]),
];

describe('[SE4] link spellings', () => {
  it.each(REFUSED)('%j is no link', (written) => {
    expect(readWebLink(written)).toBeNull();
  });

  for (const [written, url, host, doubts = []] of READ)
    it(`${JSON.stringify(written)} is ${host} ${doubts.join()}`, () => {
      expect(readWebLink(written)).toMatchObject({ url, host, doubts });
    });

  it('are at least sixty', () => {
    expect(REFUSED.length + READ.length).toBeGreaterThan(100);
  });

  it('say whether they are encrypted, and the other form of a host that is shown as written', () => {
    expect(readWebLink('http://例子.中国/')).toMatchObject({
      ascii: 'xn--fsqu00a.xn--fiqs8s',
      isEncrypted: false,
    });
    expect(readWebLink('https://item.jd.com/')).toMatchObject({ ascii: null, isEncrypted: true });
  });

  const pieces = fc.constantFrom(
    'https://',
    'http://',
    'https:',
    '/',
    '\\',
    '@',
    ':',
    '.',
    '?',
    '#',
    '%40',
    '%2f',
    '。',
    '\t',
    '\u200b',
    ' ',
    'item.taobao.com',
    'evil.example',
    'xn--',
    'аррӏе',
    '例子',
    '127.1',
    '0x7f',
    '[::1]',
    '8443',
  );
  const spelled = fc.oneof(
    fc
      .array(fc.oneof(pieces, fc.string()), { maxLength: 9 })
      .map((some) => `https://${some.join('')}`),
    fc.array(pieces, { maxLength: 9 }).map((some) => some.join('')),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
  );

  it('what is shown is what is opened: one host, no account, the same when it is read again', () => {
    fc.assert(
      fc.property(spelled, (written) => {
        const link = readWebLink(written);
        if (link === null) return;
        const opened = new URL(link.url);
        expect(opened.href).toBe(link.url);
        expect(opened.hostname).toBe(link.ascii ?? link.host);
        expect(new URL(`http://${link.host}`).hostname).toBe(opened.hostname);
        expect([opened.username, opened.password]).toEqual(['', '']);
        expect(link.url).toMatch(/^https?:\/\/[\u0021-\u007e]+$/u);
        expect(readWebLink(link.url)).toEqual(link);
      }),
      { numRuns: 5_000 },
    );
  });

  it('punycode is read as Node reads it, and what is none is null', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), (label) => {
        if (!URL.canParse(`http://${label}.example`)) return;
        const [ascii = ''] = new URL(`http://${label}.example`).hostname.split('.');
        if (!ascii.startsWith('xn--')) return;
        expect(decodePunycode(ascii.slice(4))).toBe(domainToUnicode(ascii));
      }),
    );
    for (const none of ['中', '99999999999', 'a-b!', '9'.repeat(40)])
      expect(decodePunycode(none)).toBeNull();
  });
});
