import { describe, expect, it } from 'vitest';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import { douyinCodec } from './codec.ts';
import * as fixtures from './fixtures/messages.ts';

const event = (payload: unknown, kind = 'message') =>
  douyinCodec.events([{ seq: 1, kind, payload }]);
const decoded = (payload: unknown): PlatformMessage | undefined => event(payload).messages[0];
const web = (body: string, status = 200, more = {}) => ({
  status,
  url: 'https://pigeon.jinritemai.com/x',
  text: body,
  overlay: false,
  shopKey: fixtures.SHOP_KEY,
  ...more,
});

describe('messages', () => {
  it('text, image and video keep their content', () => {
    expect(decoded(fixtures.TEXT)).toEqual({
      platformMessageId: '7301',
      buyerPin: 'b1',
      buyerName: '小鱼',
      avatarUrl: 'https://p3.example.com/a.png',
      from: 'buyer',
      type: 'text',
      content: '在吗',
      card: null,
      sentAt: 1_760_000_000_000,
    });
    expect(decoded(fixtures.IMAGE)).toMatchObject({ type: 'image' });
    expect(decoded(fixtures.VIDEO)).toMatchObject({ type: 'video' });
  });

  it('cards become the words of the wire, with their details and all digits', () => {
    expect(decoded(fixtures.GOODS)).toMatchObject({
      type: 'product_card',
      content: 'https://haohuo.jinritemai.com/x',
      card: { goodsId: '3655480120000000001', title: '保温杯', priceText: '59.00' },
    });
    expect(decoded(fixtures.ORDER)).toMatchObject({
      type: 'order_card',
      content: '商品id:3655480120000000001 订单号:6920000000000000123',
      card: { orderId: '6920000000000000123' },
    });
  });

  it('a product card without a link gets the address of its goods id', () => {
    expect(decoded({ ...fixtures.GOODS, content: '{"goods_id":"77"}' })).toMatchObject({
      type: 'product_card',
      content: 'https://haohuo.jinritemai.com/views/product/item2?id=77',
    });
  });

  it('what it does not know is unknown, not text', () => {
    expect(decoded(fixtures.STICKER)).toMatchObject({ type: 'unknown', content: '[玫瑰]' });
    expect(
      decoded({
        ...fixtures.GOODS,
        content: 'no json',
        ext: { ...fixtures.GOODS.ext, goods_id: '' },
      }),
    ).toMatchObject({ type: 'unknown' });
  });

  it('[CV2] tells our side and the system from the buyer', () => {
    expect(decoded(fixtures.OURS)).toMatchObject({ from: 'self', buyerName: null });
    expect(decoded(fixtures.TRANSFERRED)).toMatchObject({ from: 'system' });
    expect(event(fixtures.TRANSFERRED).transferred).toEqual([
      { buyerPin: 'b1', staffId: '7545667615256944155' },
    ]);
  });

  it('a pin may hold colons', () => {
    expect(decoded(fixtures.COLON_PIN)?.buyerPin).toBe('a:b:c');
  });

  it('ids are strings even when numbers, and no id when digits are lost', () => {
    expect(decoded({ ...fixtures.TEXT, serverId: 12 })?.platformMessageId).toBe('12');
    expect(event({ ...fixtures.TEXT, serverId: 2 ** 60 })).toMatchObject({ undecoded: 1 });
  });

  it('[PL2] counts what it does not understand; what is being sent is not that', () => {
    expect(event(fixtures.DRIFTED)).toMatchObject({ messages: [], undecoded: 1 });
    expect(event(null)).toMatchObject({ undecoded: 1 });
    expect(event(fixtures.TEXT, 'foreign')).toMatchObject({ messages: [], undecoded: 1 });
    expect(event(fixtures.PENDING)).toMatchObject({ messages: [], undecoded: 0 });
  });

  it('[PL7] says who kicked', () => {
    expect(event({ reason: '别处登录', by: '主管' }, 'kicked').kicked).toBe('别处登录 · 主管');
    expect(event({}, 'kicked').kicked).toBe('');
  });
});

describe('identity', () => {
  const user = `{"code":0,"data":{"ShopId":9007199254740993,"ShopName":"店","CustomerServiceInfo":{"id":"5","screen_name":"小王"}}}`;

  it('keeps the digits of a shop id without quotes', () => {
    expect(douyinCodec.identity(web(user))).toEqual({
      kind: 'identified',
      shopKey: '9007199254740993',
      shopName: '店',
      staffId: '5',
      staffName: '小王',
    });
  });

  it.each([
    ['HTTP 401', web('{}', 401), 'loginRequired'],
    ['code 10008', web('{"code":10008,"msg":"请登录"}'), 'loginRequired'],
    [
      'the login page',
      web('<html>', 200, { url: 'https://fxg.jinritemai.com/login/common' }),
      'loginRequired',
    ],
    ['an overlay', web(user, 200, { overlay: true }), 'challenge'],
    ['HTTP 403', web('{"code":403}', 403), 'failed'],
    ['HTTP 429 without JSON', web('slow down', 429), 'failed'],
    ['no connection', web('', 0), 'failed'],
    ['another shape', web('{"code":0,"data":{}}'), 'failed'],
    ['nothing', null, 'failed'],
  ])('%s', (_name, answer, kind) => {
    expect(douyinCodec.identity(answer).kind).toBe(kind);
  });
});

describe('list poll', () => {
  const list = (key: string) =>
    JSON.stringify({
      code: 0,
      data: {
        conversations: [
          {
            conversationId: `b1:${key}::2:1:pigeon`,
            buyerName: '大鱼',
            buyerAvatar: 'https://p3.example.com/b.png',
            messages: [fixtures.OURS, fixtures.TEXT, fixtures.TRANSFERRED],
          },
        ],
      },
    });

  it('[PL6] brings messages with the name of the conversation, and no transfer of the past', () => {
    const result = douyinCodec.poll(web(list(fixtures.SHOP_KEY)));
    expect(result.messages.map(({ buyerName }) => buyerName)).toEqual(['大鱼', '小鱼', '大鱼']);
    expect(result.transferred).toEqual([]);
  });

  it('[PL5] leaves out the conversations of another shop', () => {
    expect(douyinCodec.poll(web(list('1'))).messages).toEqual([]);
  });

  it('[PL2] a changed list counts as undecoded, a refused one does not', () => {
    expect(douyinCodec.poll(web('{"code":0,"data":{}}')).undecoded).toBe(1);
    expect(douyinCodec.poll(web('{}', 401)).undecoded).toBe(0);
  });
});

describe('outcomes', () => {
  const resolved = (ext: Record<string, string>, serverId = '7310') =>
    douyinCodec.sendEvidence({ ...fixtures.OURS, serverId, ext: { type: 'text', ...ext } });

  it('[CV3] sent only with both codes and an id', () => {
    const good = { 's:send_response_status': '0', check_code: '0' };
    expect(resolved(good)).toMatchObject({ kind: 'sent', platformMessageId: '7310' });
    expect(resolved(good, '').kind).toBe('unconfirmed');
    expect(resolved({ check_code: '0' }).kind).toBe('unconfirmed');
    expect(resolved({}).kind).toBe('unconfirmed');
    expect(douyinCodec.sendEvidence(null).kind).toBe('unconfirmed');
  });

  it('[CV3] a refusal inside a successful answer keeps its words', () => {
    expect(
      resolved({ 's:send_response_status': '0', check_code: '10002', check_message: '违规' }),
    ).toEqual({ kind: 'rejected', code: '10002', text: '违规' });
    expect(resolved({ 's:send_response_status': '3', check_code: '0' }).kind).toBe('rejected');
  });

  it('[CV10] an accepted transfer is not yet done', () => {
    const answer = (code: unknown) => douyinCodec.transferEvidence({ code, msg: '离线' });
    expect(answer(0)).toEqual({ kind: 'unconfirmed', why: 'accepted' });
    expect(answer('0')).toEqual({ kind: 'unconfirmed', why: 'accepted' });
    expect(answer(4002)).toEqual({ kind: 'refused', text: '离线' });
  });

  it('staff keeps long ids and equal names, and defaults what is missing', () => {
    const body = `{"code":0,"data":[{"staffId":7545667615256944155,"staffName":"售后","status":1,"online_status":1},{"staffId":"7545667615256944156","staffName":"售后","status":"1","online_status":0,"department":null}]}`;
    expect(douyinCodec.staff(web(body))).toEqual([
      { staffId: '7545667615256944155', name: '售后', status: 1, department: '', online: true },
      { staffId: '7545667615256944156', name: '售后', status: 1, department: '', online: false },
    ]);
    expect(douyinCodec.staff(web('{}', 403))).toBeNull();
  });
});
