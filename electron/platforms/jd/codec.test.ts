import { describe, expect, it } from 'vitest';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import { jdCodec } from './codec.ts';
import * as fixtures from './fixtures/messages.ts';
import { jdManifest } from './manifest.ts';

const { SHOP_KEY } = fixtures;
const frames = (...bodies: readonly (object | string)[]) => {
  const framed = bodies.map((body) => ({
    url: 'wss://dongdong.jd.com/x',
    data: typeof body === 'string' ? body : JSON.stringify(body),
    isBinary: false,
  }));
  const decoded = jdCodec.frames?.(framed, SHOP_KEY);
  if (decoded === undefined) throw new Error('frames are not decoded');
  return decoded;
};
const decoded = (body: object | string): PlatformMessage | undefined => frames(body).messages[0];
const poll = (...messages: readonly unknown[]) =>
  jdCodec.poll({ kind: 'resolved', shopKey: SHOP_KEY, messages });

describe('frames of the page’s socket', () => {
  it('text and image keep their content', () => {
    expect(decoded(fixtures.TEXT)).toEqual({
      platformMessageId: '7301',
      buyerPin: 'jd_小鱼:1',
      buyerName: '小鱼',
      avatarUrl: 'https://img.example.com/a.png',
      from: 'buyer',
      type: 'text',
      content: '在吗',
      card: null,
      sentAt: 1_760_000_000_000,
    });
    expect(decoded(fixtures.IMAGE)).toMatchObject({
      type: 'image',
      content: 'https://img.example.com/1.jpg',
    });
    const script = { ...fixtures.IMAGE.body, url: 'javascript:alert(1)' };
    expect(decoded({ ...fixtures.IMAGE, body: script })).toMatchObject({ type: 'unknown' });
  });

  it('cards become the words of the wire, with their details and all digits', () => {
    expect(decoded(fixtures.PRODUCT)).toMatchObject({
      type: 'product_card',
      content: 'https://item.jd.com/100012043978.html',
      card: { goodsId: '100012043978', title: '保温杯', priceText: '59.00', orderId: null },
    });
    expect(decoded(fixtures.ORDER)).toMatchObject({
      type: 'order_card',
      content: '商品id:100012043978 订单号:6920000000000000123',
      card: { orderId: '6920000000000000123' },
    });
  });

  it('a card of nothing known and a type of nothing known are unknown, not text', () => {
    expect(decoded(fixtures.STICKER)).toMatchObject({ type: 'unknown', content: '[玫瑰]' });
    const body = { ...fixtures.PRODUCT.body, chatinfo: fixtures.TEXT.body.chatinfo };
    expect(decoded({ ...fixtures.PRODUCT, body })).toMatchObject({ type: 'unknown' });
  });

  it('our side is self, and its buyer the one it speaks to', () => {
    expect(decoded(fixtures.OURS)).toMatchObject({ from: 'self', buyerPin: 'jd_小鱼:1' });
    expect(frames(fixtures.PENDING)).toMatchObject({ messages: [], undecoded: 0 });
  });

  it('ids beyond 2^53 keep their digits, also without quotes', () => {
    const text = JSON.stringify(fixtures.TEXT);
    expect(decoded(text.replace('"7301"', '9007199254740993'))).toMatchObject({
      platformMessageId: '9007199254740993',
    });
    const long = text.replace(`"venderId":"${SHOP_KEY}"`, '"venderId":9007199254740993');
    const frame = { url: 'wss://dongdong.jd.com/x', data: long, isBinary: false };
    expect(jdCodec.frames?.([frame], '9007199254740993').messages).toHaveLength(1);
    expect(jdCodec.frames?.([frame], '9007199254740992')).toMatchObject({
      messages: [],
      undecoded: 1,
    });
  });

  it('the platform’s clock is that of China where it is no number', () => {
    expect(decoded({ ...fixtures.TEXT, datetime: '2026-01-02 08:00:00' })?.sentAt).toBe(
      Date.UTC(2026, 0, 2),
    );
    expect(decoded({ ...fixtures.TEXT, datetime: 'gestern' })?.sentAt).toBeNull();
  });

  it('[PL5] a message of another shop, or of none, counts as undecoded', () => {
    expect(frames(fixtures.OTHER_SHOP)).toMatchObject({ messages: [], undecoded: 1 });
    const body = { type: 'text', content: 'x' };
    expect(frames({ ...fixtures.TEXT, body })).toMatchObject({ messages: [], undecoded: 1 });
    expect(poll(fixtures.OTHER_SHOP)).toMatchObject({ messages: [], undecoded: 1 });
  });

  it('[PL2] malformed messages count as undecoded, what is no message is nothing', () => {
    const noBuyer = { ...fixtures.TEXT, from: fixtures.OURS.from };
    const emptyPin = { ...fixtures.TEXT, from: { app: 'im.customer', pin: '' } };
    expect(frames(fixtures.DRIFTED, noBuyer, emptyPin, { type: 'chat_message' })).toMatchObject({
      messages: [],
      undecoded: 4,
    });
    const binary = { url: 'wss://dongdong.jd.com/x', data: 'AAEC', isBinary: true };
    expect(jdCodec.frames?.([binary], SHOP_KEY).undecoded).toBe(0);
    expect(frames('ping', '{"type":', '[]', '7', { type: 'heartbeat' }, {}).undecoded).toBe(0);
  });

  it('[PL7] a failure and code 4281 are a kick, in the platform’s words', () => {
    expect(frames(fixtures.FAILURE).kicked).toBe('该账号已在其他设备登录 · 客服主管的电脑');
    expect(frames({ type: 'failure' }).kicked).toBe('');
    expect(frames({ type: 'ack', errorCode: 4281, errorMsg: '已下线' }).kicked).toBe('已下线');
    expect(frames({ type: 'ack', errorCode: 0 }).kicked).toBeNull();
  });

  it('[CV10] a transfer is what the system says, not what a buyer or the list does', () => {
    expect(frames(fixtures.TRANSFERRED).transferred).toEqual([
      { buyerPin: 'jd_小鱼:1', staffId: '王' },
    ]);
    expect(
      frames({ ...fixtures.TRANSFERRED, from: fixtures.TEXT.from, to: fixtures.TEXT.to })
        .transferred,
    ).toEqual([]);
    expect(poll(fixtures.TRANSFERRED)).toMatchObject({ transferred: [], undecoded: 0 });
  });

  it('[PL6] the same message from the socket and the list has the same id', () => {
    const ids = [...frames(fixtures.TEXT, fixtures.TEXT).messages, ...poll(fixtures.TEXT).messages];
    expect(new Set(ids.map(({ platformMessageId }) => platformMessageId)).size).toBe(1);
  });
});

describe('the poll', () => {
  it('[PL2] a call that threw is the probe’s business, another shape is drift', () => {
    expect(jdCodec.poll({ kind: 'threw', text: '403' }).undecoded).toBe(0);
    expect(jdCodec.poll(null).undecoded).toBe(1);
    expect(poll({}, 7).undecoded).toBe(2);
  });
});

describe('identity', () => {
  const identity = (text: string, more = {}) =>
    jdCodec.identity({
      status: 200,
      url: 'https://dongdong.jd.com/w',
      text,
      overlay: false,
      ...more,
    });

  it('[PL5] the shop is its venderId, with all its digits', () => {
    expect(identity('{"data":{"pin":"p","venderId":9007199254740993}}')).toEqual({
      kind: 'identified',
      shopKey: '9007199254740993',
      shopName: '9007199254740993',
      staffId: 'p',
      staffName: 'p',
    });
    expect(identity('{"data":{"pin":"p","venderId":1,"venderName":"星河"}}')).toMatchObject({
      shopName: '星河',
    });
  });

  it('[PL1] a redirect, 401 and the kick’s code want a login', () => {
    expect(identity('', { status: 0 }).kind).toBe('loginRequired');
    expect(identity('', { status: 401 }).kind).toBe('loginRequired');
    expect(identity('{"errorCode":4281,"errorMsg":"已下线"}')).toEqual({
      kind: 'loginRequired',
      words: '已下线',
    });
  });

  it('[PL2] no connection, a refusal and another shape are failures, an overlay is a challenge', () => {
    expect(identity('', { status: 0, url: '' })).toMatchObject({ trace: 'no connection' });
    expect(identity('{}', { status: 429 })).toMatchObject({ kind: 'failed', trace: 'HTTP 429' });
    expect(identity('<html>').kind).toBe('failed');
    expect(identity('{"data":{"pin":"p"}}').kind).toBe('failed');
    expect(identity('', { overlay: true }).kind).toBe('challenge');
  });
});

describe('what was written', () => {
  const sent = (message: unknown) => jdCodec.sendEvidence(message);

  it('[CV3] only the platform’s id is evidence', () => {
    expect(sent({ code: 0, mid: '77', datetime: 5 })).toEqual({
      kind: 'sent',
      platformMessageId: '77',
      sentAt: 5,
    });
    expect(sent({ code: 0, id: 'c-1' }).kind).toBe('unconfirmed');
    // oxlint-disable-next-line no-loss-of-precision -- such an id has lost its digits
    expect(sent({ code: 0, mid: 9007199254740993 }).kind).toBe('unconfirmed');
    expect(sent(null).kind).toBe('unconfirmed');
  });

  it('[CV3] a code is a refusal, with an id or without', () => {
    expect(sent({ code: 1, mid: '77', errorCode: '10002', errorMsg: '违规' })).toEqual({
      kind: 'rejected',
      code: '10002',
      text: '违规',
    });
    expect(sent({ code: 5 })).toMatchObject({ kind: 'rejected', code: '5' });
  });

  it('[CV10] a transfer is refused in the page’s words, and else only accepted', () => {
    const transfer = (refused: string | null) => jdCodec.transferEvidence({ refused });
    expect(transfer('该客服已离线')).toEqual({ kind: 'refused', text: '该客服已离线' });
    expect(transfer(null)).toEqual({ kind: 'unconfirmed', why: 'accepted' });
    expect(jdCodec.staff(null)).toBeNull();
  });
});

describe('addresses', () => {
  it.each([
    ['https://safe.jd.com/verify.html?x=1', 'challengeUrls'],
    ['https://pc-frequent-pro.pf.jd.com/', 'challengeUrls'],
    ['https://passport.jd.com/new/login.aspx', 'loginUrls'],
    ['wss://dongdong.jd.com/x', 'socketUrls'],
  ] as const)('[PL8] %s is known', (url, kind) => {
    expect(jdManifest[kind]?.some((pattern) => pattern.test(url))).toBe(true);
    expect(jdManifest[kind]?.some((pattern) => pattern.test('wss://evil.com/.jd.com/'))).toBe(
      false,
    );
  });
});
