import { describe, expect, it } from 'vitest';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import { taobaoCodec } from './codec.ts';
import * as fixtures from './fixtures/frames.ts';

const { frame, push, SHOP_KEY, BUYER } = fixtures;
const frames = (...given: readonly ReturnType<typeof frame>[]) =>
  taobaoCodec.frames?.(given, SHOP_KEY) ?? expect.fail('the codec hears no frames');
const decoded = (message: unknown): PlatformMessage | undefined =>
  frames(push('/s/para', JSON.stringify(message))).messages[0];

describe('frames of the page’s socket', () => {
  it('text, image and video keep their content', () => {
    expect(decoded(fixtures.TEXT)).toEqual({
      platformMessageId: '4288476945628.PNM',
      buyerPin: BUYER,
      buyerName: '林小满',
      avatarUrl: null,
      from: 'buyer',
      type: 'text',
      content: '在吗',
      card: null,
      sentAt: 1_790_000_000_000,
    });
    expect(decoded(fixtures.IMAGE)).toMatchObject({
      type: 'image',
      content: 'https://img.alicdn.com/i1/a.jpg',
    });
    expect(decoded(fixtures.VIDEO)).toMatchObject({
      type: 'video',
      content: 'https://cloud.video.taobao.com/a.mp4',
    });
  });

  it('a picture from a phone is known by its media id', () => {
    expect(decoded(fixtures.PHONE_IMAGE)).toMatchObject({
      type: 'image',
      content: 'https://down-cdn.dingtalk.com/ddmedia/AQIDAAAA.jpg_620x10000q90.jpg',
    });
    const unreadable = { contentType: 2, photo: { mediaId: '@old' } };
    expect(decoded(fixtures.message('1', unreadable))).toMatchObject({
      type: 'unknown',
      content: '[图片]',
    });
  });

  it('cards become the words of the wire, with their details and all digits', () => {
    expect(decoded(fixtures.ITEM)).toMatchObject({
      type: 'product_card',
      content: 'https://item.taobao.com/item.htm?id=738190562211738190562211',
      card: { goodsId: '738190562211738190562211', title: '棉麻衬衫', priceText: '129.00' },
    });
    expect(decoded(fixtures.ORDER)).toMatchObject({
      type: 'order_card',
      content: '商品id:738190562211 订单号:2500000000000000001',
      card: { orderId: '2500000000000000001' },
    });
  });

  it('what it does not know is unknown, not text', () => {
    expect(decoded(fixtures.EMOTION)).toMatchObject({ type: 'unknown', content: '[大笑]' });
    expect(decoded(fixtures.message('1', { contentType: 77 }))).toMatchObject({ type: 'unknown' });
    const broken = { contentType: 101, custom: { type: 7, data: '!', summary: '[图片]' } };
    expect(decoded(fixtures.message('1', broken))).toMatchObject({ type: 'unknown' });
  });

  it('[CV2] tells our side and the system from the buyer', () => {
    expect(decoded(fixtures.OURS)).toMatchObject({ from: 'self', buyerPin: BUYER });
    expect(decoded(fixtures.SYSTEM)).toMatchObject({ from: 'system', content: '对方正在看商品' });
  });

  it('the buyer is the other one of the pair, on whichever side, and may hold any sign', () => {
    const first = `${SHOP_KEY}.1-${BUYER}.1#11001@cntaobao`;
    expect(decoded({ ...fixtures.TEXT, cid: first })?.buyerPin).toBe(BUYER);
    const odd = `a.1-b:c#d.1-${SHOP_KEY}.1#11001@cntaobao`;
    expect(decoded({ ...fixtures.TEXT, cid: odd })?.buyerPin).toBe('a.1-b:c#d');
  });

  it('ids beyond 2^53 keep their digits, with and without quotes', () => {
    const bare = JSON.stringify(fixtures.TEXT).replace(
      '"4288476945628.PNM"',
      '9007199254740993000001',
    );
    expect(frames(push('/s/para', bare)).messages[0]?.platformMessageId).toBe(
      '9007199254740993000001',
    );
    const long = { ...fixtures.TEXT, messageId: '9007199254740993' };
    expect(decoded(long)?.platformMessageId).toBe('9007199254740993');
  });

  it('[PL6] what comes by /s/para and again by /s/sync counts once', () => {
    const words = JSON.stringify(fixtures.TEXT);
    const { messages, undecoded } = frames(
      push('/s/para', words),
      push('/s/sync', words, JSON.stringify(fixtures.IMAGE)),
    );
    expect(messages.map(({ platformMessageId }) => platformMessageId)).toEqual([
      '4288476945628.PNM',
      '4288476945630.PNM',
    ]);
    expect(undecoded).toBe(0);
  });

  it('[PL5] a message of another seller is not taken, and counts', () => {
    const cid = `${BUYER}.1-2299999999999.1#11001@cntaobao`;
    const other = JSON.stringify({ ...fixtures.TEXT, cid });
    expect(frames(push('/s/para', other))).toMatchObject({ messages: [], undecoded: 1 });
    // A shop whose number ends like ours is another one.
    const longer = JSON.stringify({
      ...fixtures.TEXT,
      cid: `${BUYER}.1-9${SHOP_KEY}.1#11001@cntaobao`,
    });
    expect(frames(push('/s/para', longer))).toMatchObject({ messages: [], undecoded: 1 });
  });

  it.each([
    ['no JSON', frame('{"lwp":"/s/para"')],
    ['bytes', frame('AAEC', true)],
    ['a push without a package', frame('{"lwp":"/s/para","body":{}}')],
    ['a push without a body', frame('{"lwp":"/s/sync","headers":{}}')],
    ['a message that is no JSON', push('/s/para', 'no json')],
    ['a message of another version', push('/s/para', JSON.stringify(fixtures.DRIFTED))],
    [
      'a message without an id',
      push('/s/para', JSON.stringify({ ...fixtures.TEXT, messageId: '' })),
    ],
    ['a list', frame('[]')],
  ])('[PL2] counts what it does not understand: %s', (_name, given) => {
    expect(frames(given)).toMatchObject({ messages: [], undecoded: 1 });
  });

  it.each([
    ['a heartbeat’s answer', '{"headers":{"mid":"1 0","server-timestamp":"1"},"code":200}'],
    ['an answer to the page', '{"headers":{"mid":"2 0"},"code":200,"body":{"userConvs":[]}}'],
    ['another push', '{"lwp":"/s/vulcan","headers":{},"body":{"x":1}}'],
    [
      'a signal of a conversation',
      '{"lwp":"/s/sync","body":{"syncPushPackage":{"data":[{"objectType":40006,"data":"eA=="}]}}}',
    ],
  ])('%s is nothing', (_name, data) => {
    expect(frames(frame(data))).toMatchObject({ messages: [], undecoded: 0, kicked: null });
  });

  it('[PL7] says who took the session', () => {
    const removed = (body: unknown) =>
      frames(frame(JSON.stringify({ lwp: '/s/session/remove', headers: {}, body })));
    expect(removed({ reason: '别处登录', by: '主管' }).kicked).toBe('别处登录 · 主管');
    expect(removed(undefined).kicked).toBe('');
  });
});

describe('identity', () => {
  const answer = (ret: string, data: unknown = {}, overlay = false) => ({
    ret: [ret],
    data,
    overlay,
  });
  const user = { nick: '小满服饰:客服1', userNumId: '2222303856223', mainUserNumId: SHOP_KEY };

  it('a service account stands for its shop', () => {
    expect(taobaoCodec.identity(answer('SUCCESS::调用成功', user))).toEqual({
      kind: 'identified',
      shopKey: SHOP_KEY,
      shopName: '小满服饰',
      staffId: '2222303856223',
      staffName: '小满服饰:客服1',
    });
    const owner = { nick: '小满服饰', userNumId: SHOP_KEY };
    expect(taobaoCodec.identity(answer('SUCCESS::调用成功', owner))).toMatchObject({
      shopKey: SHOP_KEY,
      shopName: '小满服饰',
    });
  });

  it.each([
    ['a session that is over', answer('FAIL_SYS_SESSION_EXPIRED::SESSION失效'), 'loginRequired'],
    ['a check', answer('RGV587_ERROR::SM::哎哟喂,被挤爆啦,请稍后重试'), 'challenge'],
    ['a check by its other name', answer('FAIL_SYS_USER_VALIDATE::用户校验'), 'challenge'],
    ['an overlay', answer('SUCCESS::调用成功', user, true), 'challenge'],
    ['HTTP 429', answer('HTTP_429::网络异常'), 'failed'],
    ['another refusal', answer('FAIL_SYS_ILLEGAL_ACCESS::非法请求'), 'failed'],
    ['another shape', answer('SUCCESS::调用成功', { id: 1 }), 'failed'],
    ['an id that lost its digits', answer('SUCCESS', { nick: 'x', userNumId: 2 ** 60 }), 'failed'],
    ['nothing', null, 'failed'],
  ])('%s', (_name, given, kind) => {
    expect(taobaoCodec.identity(given).kind).toBe(kind);
  });

  it('keeps the platform’s own words', () => {
    expect(taobaoCodec.identity(answer('RGV587_ERROR::SM::请稍后重试'))).toEqual({
      kind: 'challenge',
      words: '请稍后重试',
    });
  });
});

describe('list poll', () => {
  const answered = (more: Record<string, unknown>) =>
    taobaoCodec.poll({ kind: 'answered', shopKey: SHOP_KEY, code: 200, body: null, ...more });

  it('[PL6] brings the messages of the histories', () => {
    const models = [{ message: fixtures.OURS }, { message: fixtures.TEXT }];
    const result = answered({ models });
    expect(result.messages.map(({ from }) => from)).toEqual(['self', 'buyer']);
    expect(result.undecoded).toBe(0);
  });

  it('[PL2] a changed list counts as undecoded, a line that is down does not', () => {
    expect(answered({ models: null }).undecoded).toBe(1);
    expect(answered({ models: [{ message: fixtures.DRIFTED }], unnamed: 2 }).undecoded).toBe(3);
    expect(taobaoCodec.poll({ kind: 'threw', text: 'the line is closed' }).undecoded).toBe(0);
    expect(answered({ code: 401, models: null })).toMatchObject({ undecoded: 0, challenged: null });
    expect(taobaoCodec.poll(null).undecoded).toBe(1);
  });

  it('[PL8] a list that is refused for a check says so', () => {
    const body = { code: 'FAIL_SYS_USER_VALIDATE', reason: '需要完成安全验证' };
    expect(answered({ code: 403, body, models: null }).challenged).toBe('需要完成安全验证');
  });
});

describe('outcomes', () => {
  const resolved = (message: Record<string, unknown>) =>
    taobaoCodec.sendEvidence({ lwpCode: 200, ...message });

  it('[CV3] sent only with the platform’s message id in a good answer', () => {
    expect(resolved({ messageId: '4288476945640.PNM', createAt: 5 })).toEqual({
      kind: 'sent',
      platformMessageId: '4288476945640.PNM',
      sentAt: 5,
    });
    expect(resolved({ messageId: '' }).kind).toBe('unconfirmed');
    expect(resolved({}).kind).toBe('unconfirmed');
    expect(resolved({ lwpCode: 500, messageId: '1' }).kind).toBe('unconfirmed');
    expect(resolved({ messageId: 2 ** 60 }).kind).toBe('unconfirmed');
  });

  it('[CV3] a refusal inside a successful answer keeps its words', () => {
    const refusal = { messageId: '', code: '10002', reason: '违规' };
    expect(resolved(refusal)).toEqual({ kind: 'rejected', code: '10002', text: '违规' });
  });

  it('an uploaded picture has the address that the platform gave it', () => {
    const answer = (body: unknown, status = 200) =>
      taobaoCodec.uploadedUrl?.({ status, url: 'https://x', text: JSON.stringify(body) });
    const object = { fileId: '1', url: 'https://img.alicdn.com/imgextra/a.png' };
    expect(answer({ success: true, object })).toBe(object.url);
    expect(answer({ success: false, object })).toBeNull();
    expect(answer({ success: true, object: { url: 'javascript:alert(1)' } })).toBeNull();
    expect(answer({ success: true, object }, 413)).toBeNull();
  });

  it('[PL9] staff are names alone; equal ones stay two rows', () => {
    const list = ['店:售后', '店:售后', '主管'].map((nick) => ({ nick }));
    const rows = taobaoCodec.staff({ ret: ['SUCCESS::调用成功'], data: { list } });
    expect(rows?.map(({ staffId, name }) => [staffId, name])).toEqual([
      ['店:售后', '售后'],
      ['店:售后#2', '售后'],
      ['主管', '主管'],
    ]);
    expect(taobaoCodec.staff({ ret: ['FAIL_SYS_SESSION_EXPIRED::x'], data: {} })).toBeNull();
    expect(taobaoCodec.transferEvidence(null).kind).toBe('refused');
  });
});
