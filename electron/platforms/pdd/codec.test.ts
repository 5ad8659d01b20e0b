import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import type { SocketFrame } from '../adapter/adapter.ts';
import type { CodecResult } from '../adapter/codec-result.ts';
import { pddCodec } from './codec.ts';
import * as fixtures from './fixtures/messages.ts';

const { SHOP_KEY, binaryFrame, jsonFrame, noticeOf, push } = fixtures;
const frames = (...given: readonly SocketFrame[]): CodecResult => {
  if (pddCodec.frames === undefined) throw new Error('no frames');
  return pddCodec.frames(given, SHOP_KEY);
};
const decoded = (message: unknown): PlatformMessage | undefined =>
  frames(jsonFrame(push(message))).messages[0];
const web = (json: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  status: 200,
  url: 'https://mms.pinduoduo.com/x',
  text: typeof json === 'string' ? json : JSON.stringify(json),
  overlay: false,
  mallName: '店',
  shopKey: SHOP_KEY,
  histories: [],
  ...more,
});

describe('messages', () => {
  it('text, image and video keep their content', () => {
    expect(decoded(fixtures.TEXT)).toEqual({
      platformMessageId: '1747284413543',
      buyerPin: '6840347447',
      buyerName: '景**',
      avatarUrl: null,
      from: 'buyer',
      type: 'text',
      content: '在吗',
      card: null,
      sentAt: 1_747_284_413_543,
    });
    expect(decoded(fixtures.IMAGE)).toMatchObject({
      type: 'image',
      content: 'https://chat-img.example/x.jpeg',
    });
    expect(decoded(fixtures.VIDEO)).toMatchObject({ type: 'video' });
  });

  it('cards become the words of the wire, with their details', () => {
    expect(decoded(fixtures.GOODS)).toMatchObject({
      type: 'product_card',
      content: 'https://mobile.yangkeduo.com/goods.html?goods_id=627273454388',
      card: { goodsId: '627273454388', title: '睡衣', priceText: '59.9' },
    });
    expect(decoded(fixtures.SPEC)).toMatchObject({
      type: 'product_card',
      content: 'https://mobile.yangkeduo.com/goods.html?goods_id=627273454388',
      card: { title: '睡衣 L' },
    });
    expect(decoded(fixtures.ORDER)).toMatchObject({
      type: 'order_card',
      content: '商品id:627273454388 订单号:250904-518080458310434',
      card: { orderId: '250904-518080458310434' },
    });
    expect(decoded(fixtures.OUR_CARD)).toMatchObject({ from: 'self', type: 'product_card' });
  });

  it('a text of sub type 0 without goods is text, a card without anything unknown', () => {
    expect(decoded({ ...fixtures.TEXT, sub_type: 0 })).toMatchObject({ type: 'text' });
    expect(decoded({ ...fixtures.SPEC, info: {} })).toMatchObject({ type: 'unknown' });
    expect(decoded({ ...fixtures.ORDER, info: null })).toMatchObject({ type: 'unknown' });
    expect(decoded({ ...fixtures.TEXT, type: 77 })).toMatchObject({ type: 'unknown' });
  });

  it('a sticker is what it says', () => {
    expect(decoded(fixtures.EMOTION)).toMatchObject({ type: 'unknown', content: '[玫瑰]' });
  });

  it('[CV2] a withdrawal and where the buyer comes from are lines of the system, not the buyer’s words', () => {
    expect(decoded(fixtures.WITHDRAWN)).toMatchObject({
      from: 'system',
      content: '对方撤回了一条消息',
      platformMessageId: '1747284413552',
    });
    expect(decoded(fixtures.SOURCE)).toMatchObject({ from: 'system' });
  });

  it('[CV2] tells our side from the buyer', () => {
    expect(decoded(fixtures.OURS)).toMatchObject({
      from: 'self',
      buyerPin: '6840347447',
      buyerName: null,
    });
  });

  it('[CV10] type 24 confirms a transfer', () => {
    const result = frames(jsonFrame(push(fixtures.TRANSFERRED)));
    expect(result.transferred).toEqual([{ buyerPin: '6840347447', staffId: '9007199254740993' }]);
    expect(result.messages).toMatchObject([{ from: 'system' }]);
  });

  it('ids beyond 2^53 keep their digits, with and without quotes', () => {
    const text = JSON.stringify(push({ ...fixtures.TEXT, msg_id: '9007199254740993' }));
    expect(frames(jsonFrame(text)).messages[0]?.platformMessageId).toBe('9007199254740993');
    const bare = text.replace('"9007199254740993"', '9007199254740993');
    expect(bare).not.toBe(text);
    expect(frames(jsonFrame(bare)).messages[0]?.platformMessageId).toBe('9007199254740993');
  });

  it('the time is whole seconds, or that of a message id that is one', () => {
    expect(decoded({ ...fixtures.TEXT, msg_id: '12' })?.sentAt).toBe(1_747_284_413_000);
    expect(decoded({ ...fixtures.TEXT, msg_id: '1747284499000' })?.sentAt).toBe(1_747_284_413_000);
    expect(decoded({ ...fixtures.TEXT, msg_id: '12', ts: null })?.sentAt).toBeNull();
  });

  it('[PL5] a message of another mall counts as undecoded', () => {
    for (const message of [
      fixtures.OTHER_MALL,
      { ...fixtures.OURS, from: { role: 'mall_cs', uid: 'cs_1_149439587' } },
      { ...fixtures.TEXT, to: { role: 'mall_cs' } },
    ])
      expect(frames(jsonFrame(push(message)))).toMatchObject({ messages: [], undecoded: 1 });
    const foreign = { ...(push(fixtures.TEXT) as object), target: { mall_id: '1' } };
    expect(frames(jsonFrame(foreign))).toMatchObject({ messages: [], undecoded: 1 });
  });
});

describe('frames', () => {
  it('the binary socket says the same, gzipped or plain, several at once', () => {
    const json = fixtures.batch(fixtures.TEXT, fixtures.GOODS);
    for (const pack of [gzipSync, (bytes: Buffer) => bytes])
      expect(frames(binaryFrame(noticeOf(json, pack))).messages.map(({ type }) => type)).toEqual([
        'text',
        'product_card',
      ]);
  });

  it('[PL6] a frame that comes twice brings the same message ids', () => {
    const twice = frames(
      jsonFrame(push(fixtures.TEXT)),
      binaryFrame(noticeOf(push(fixtures.TEXT))),
    );
    expect(new Set(twice.messages.map(({ platformMessageId }) => platformMessageId)).size).toBe(1);
  });

  it('[PL7] says who kicked, on both sockets', () => {
    for (const frame of [jsonFrame(fixtures.KICKED), binaryFrame(noticeOf(fixtures.KICKED))])
      expect(frames(frame).kicked).toBe('该账号已在其他设备登录 · 主管的电脑');
  });

  it('heartbeats, answers and notices of other things are nothing', () => {
    const nothing = [
      jsonFrame(''),
      jsonFrame({ response: 'auth', auth: { result: 'ok' } }),
      jsonFrame({ response: 'mall_system_msg', message: { type: 20, data: { user_id: '1' } } }),
      binaryFrame(fixtures.framed(Buffer.alloc(0), 0)),
      binaryFrame(fixtures.notice(Buffer.from('\n\u000eclient_ip_info'))),
      binaryFrame(fixtures.notice(Buffer.from('{'), gzipSync, 'titan.session')),
      binaryFrame(noticeOf({ push_data: { data: [{ conv_id: '1', state_type: 2 }] } })),
    ];
    expect(frames(...nothing)).toMatchObject({ messages: [], undecoded: 0 });
  });

  it('[PL2] counts what it cannot read, each once', () => {
    const good = noticeOf(push(fixtures.TEXT));
    const broken = [
      jsonFrame('not json'),
      jsonFrame('[]'),
      jsonFrame({ response: 'push' }),
      jsonFrame(push(fixtures.DRIFTED)),
      jsonFrame(push(null)),
      binaryFrame(Buffer.from('short')),
      binaryFrame(good.subarray(0, -1)),
      binaryFrame(Buffer.concat([good, Buffer.from([0])])),
      binaryFrame(fixtures.framed(good.subarray(16), 11)),
      binaryFrame(fixtures.framed(Buffer.from([0x0b, 0xff]))),
      binaryFrame(fixtures.framed(Buffer.alloc(12, 0xff))),
      binaryFrame(fixtures.notice(Buffer.from('{'))),
      binaryFrame(fixtures.notice(Buffer.from([0x7b, 0xff, 0xfe]))),
      binaryFrame(noticeOf(push(fixtures.TEXT), (bytes) => gzipSync(bytes).subarray(0, 30))),
    ];
    for (const frame of broken) expect(frames(frame)).toMatchObject({ messages: [], undecoded: 1 });
    expect(frames(...broken, binaryFrame(good))).toMatchObject({
      messages: [{ content: '在吗' }],
      undecoded: broken.length,
    });
  });

  it('[SE8] a gzip bomb is refused', () => {
    const said = (length: number): SocketFrame =>
      binaryFrame(noticeOf(push({ ...fixtures.TEXT, content: 'x'.repeat(length) })));
    expect(frames(said(1024 * 1024)).messages).toHaveLength(1);
    const bomb = said(5 * 1024 * 1024);
    expect(bomb.data.length).toBeLessThan(16 * 1024);
    expect(frames(bomb)).toMatchObject({ messages: [], undecoded: 1 });
  });

  it('[GW6] no bytes make it throw', () => {
    const good = noticeOf(fixtures.batch(fixtures.TEXT));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.nat(good.length - 1),
        fc.nat(255),
        (noise, at, byte) => {
          const changed = Buffer.from(good);
          changed[at] = byte;
          for (const bytes of [Buffer.from(noise), fixtures.framed(Buffer.from(noise)), changed])
            expect(frames(binaryFrame(bytes)).undecoded).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('identity', () => {
  const user = `{"success":true,"result":{"id":149439587,"mall_id":9007199254740993,"username":"小王"}}`;

  it('keeps the digits of a mall id without quotes, and stands without a name', () => {
    expect(pddCodec.identity(web(user))).toEqual({
      kind: 'identified',
      shopKey: '9007199254740993',
      shopName: '店',
      staffId: '149439587',
      staffName: '小王',
    });
    expect(pddCodec.identity(web(user, { mallName: '' }))).toMatchObject({
      shopName: '9007199254740993',
    });
  });

  it.each([
    ['43001', web({ success: false, error_code: 43001, error_msg: '会话已过期' }), 'loginRequired'],
    ['the login page', web('<html>', { url: 'https://mms.pinduoduo.com/login/' }), 'loginRequired'],
    ['54001', web({ success: false, error_code: 54001 }, { status: 403 }), 'challenge'],
    ['an overlay', web(user, { overlay: true }), 'challenge'],
    ['HTTP 403', web({ success: false, error_code: 403 }, { status: 403 }), 'failed'],
    ['HTTP 429 without JSON', web('slow down', { status: 429 }), 'failed'],
    ['no connection', web('', { status: 0 }), 'failed'],
    ['another shape', web({ success: true, result: {} }), 'failed'],
    ['nothing', null, 'failed'],
  ])('%s', (_name, answer, kind) => {
    expect(pddCodec.identity(answer).kind).toBe(kind);
  });
});

describe('list poll', () => {
  const row = (last: Readonly<Record<string, unknown>>) => ({
    ...last,
    user_info: {
      uid: fixtures.BUYER.uid,
      nickname: '大鱼',
      avatar: 'https://img.example/a.png',
    },
  });
  const list = (...rows: readonly unknown[]) => ({
    success: true,
    result: { conversations: rows, has_more: false },
  });
  const history = (...messages: readonly unknown[]) => web({ success: true, result: { messages } });

  it('[PL6] brings what was said before the last message too, with the buyer’s name', () => {
    const histories = [history(fixtures.TEXT, fixtures.TRANSFERRED, fixtures.OURS)];
    const result = pddCodec.poll(web(list(row(fixtures.OURS)), { histories }));
    expect(result.messages.map(({ platformMessageId }) => platformMessageId)).toEqual(
      [fixtures.TEXT, fixtures.TRANSFERRED, fixtures.OURS, fixtures.OURS].map(
        ({ msg_id: id }) => id,
      ),
    );
    expect(result.messages[2]).toMatchObject({
      buyerName: '大鱼',
      avatarUrl: 'https://img.example/a.png',
    });
    expect(result).toMatchObject({ transferred: [], undecoded: 0 });
  });

  it('[PL5] leaves out what is another mall’s', () => {
    expect(pddCodec.poll(web(list(row(fixtures.OTHER_MALL))))).toMatchObject({
      messages: [],
      undecoded: 1,
    });
  });

  it('[PL2] a changed list or history counts as undecoded, a refused one does not', () => {
    expect(pddCodec.poll(web({ success: true, result: {} })).undecoded).toBe(1);
    expect(pddCodec.poll(web('<html>')).undecoded).toBe(1);
    expect(pddCodec.poll(null).undecoded).toBe(1);
    const changed = web({ success: true, result: { list: [] } });
    expect(pddCodec.poll(web(list(), { histories: [changed] })).undecoded).toBe(1);
    expect(pddCodec.poll(web({ success: false, error_code: 43001 })).undecoded).toBe(0);
    expect(pddCodec.poll(web('', { status: 429 })).undecoded).toBe(0);
    const refused = web('', { status: 429 });
    expect(pddCodec.poll(web(list(), { histories: [refused] })).undecoded).toBe(0);
  });
});

describe('outcomes', () => {
  const sent = (json: unknown, status = 200) => pddCodec.sendEvidence(web(json, { status }));

  it('[CV3] sent only with the id of the message', () => {
    expect(sent({ success: true, result: { msg_id: '1747284413543', result: 'ok' } })).toEqual({
      kind: 'sent',
      platformMessageId: '1747284413543',
      sentAt: 1_747_284_413_543,
    });
    for (const json of [
      { success: true, result: { result: 'ok' } },
      { success: true },
      { result: { msg_id: '1' } },
      'no json',
    ])
      expect(sent(json).kind).toBe('unconfirmed');
    expect(sent({ success: true, result: { msg_id: '1' } }, 502).kind).toBe('unconfirmed');
    expect(pddCodec.sendEvidence(null).kind).toBe('unconfirmed');
  });

  it('[CV3] a refusal inside a successful answer keeps its words', () => {
    const result = { error_code: 10002, error: '违规', msg_id: '1' };
    expect(sent({ success: true, result })).toEqual({
      kind: 'rejected',
      code: '10002',
      text: '违规',
    });
    expect(sent({ success: false, error_code: 8, error_msg: '不行' })).toMatchObject({
      kind: 'rejected',
      text: '不行',
    });
    expect(sent('nginx', 403)).toEqual({ kind: 'rejected', code: '403', text: '' });
  });

  it('[PL1] an expired login wrote nothing', () => {
    expect(sent({ success: false, error_code: 43001 }).kind).toBe('notWritten');
  });

  it('[CV10] an accepted transfer is not yet done', () => {
    const moved = (json: unknown) => pddCodec.transferEvidence(web(json));
    expect(moved({ success: true, result: { result: 'ok' } })).toEqual({
      kind: 'unconfirmed',
      why: 'accepted',
    });
    expect(moved({ success: true, result: { error_code: 4002, error: '离线' } })).toEqual({
      kind: 'refused',
      text: '离线',
    });
  });

  it('staff keeps long ids and equal names, and only this mall’s', () => {
    const csList = {
      [`cs_${SHOP_KEY}_9007199254740993`]: { username: '售后', status: 1 },
      [`cs_${SHOP_KEY}_2`]: { csName: '售后', status: 3, department: '一组' },
      cs_1_3: { username: '别家', status: 1 },
    };
    expect(pddCodec.staff(web({ success: true, result: { csList } }))).toEqual([
      { staffId: '9007199254740993', name: '售后', status: 1, department: '', online: true },
      { staffId: '2', name: '售后', status: 1, department: '一组', online: false },
    ]);
    expect(pddCodec.staff(web({ success: true, result: {} }))).toBeNull();
    expect(pddCodec.staff(web('', { status: 403 }))).toBeNull();
  });

  it('an uploaded image has an address, or none', () => {
    const url = 'https://chat-img.example/x.png';
    expect(pddCodec.uploadedUrl?.(web({ url }))).toBe(url);
    for (const answer of [
      web({ url: 'javascript:1' }),
      web({ url }, { status: 403 }),
      web(''),
      null,
    ])
      expect(pddCodec.uploadedUrl?.(answer)).toBeNull();
  });
});
