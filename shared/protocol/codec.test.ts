import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeInbound, decodeOutbound, encodeOutbound } from './codec.ts';

const SHOP = '93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31';

const fixtures = (direction: 'inbound' | 'outbound') => {
  const folder = new URL(`fixtures/${direction}/`, import.meta.url);
  return readdirSync(folder).map((name) => ({
    name,
    text: readFileSync(new URL(name, folder), 'utf8'),
  }));
};

const frameOf = (text: string) => {
  const decoded = decodeInbound(text);
  if (!decoded.ok) throw new Error(decoded.reason.kind);
  return decoded.frame;
};
const reasonOf = (frame: object | string): string => {
  const decoded = decodeInbound(typeof frame === 'string' ? frame : JSON.stringify(frame));
  if (decoded.ok) return 'accepted';
  const { kind, about } = decoded.reason;
  return about === null ? kind : `${kind}:${about}`;
};

describe("the spec's examples", () => {
  it('are all there', () => {
    expect(fixtures('inbound')).toHaveLength(8);
    expect(fixtures('outbound')).toHaveLength(7);
  });
  for (const { name, text } of fixtures('inbound')) {
    it(`[GW6] ${name} is understood, key for key`, () => {
      expect(frameOf(text)).toEqual(JSON.parse(text));
    });
  }
  for (const { name, text } of fixtures('outbound')) {
    it(`[GW8] ${name} is understood by the back office and written key for key`, () => {
      const decoded = decodeOutbound(text);
      expect(decoded).toEqual({ ok: true, frame: JSON.parse(text) });
      if (decoded.ok) expect(JSON.parse(encodeOutbound(decoded.frame))).toEqual(JSON.parse(text));
    });
  }
});

describe('what is missing or strange', () => {
  it('[GW7] a business frame without store_id is refused by name', () => {
    for (const type of ['connect_success', 'error', 'message', 'transfer']) {
      const frame = { type, content: 'x', receiver: { id: 'b' } };
      expect(reasonOf(frame)).toBe(`fieldMissing:${type}.store_id`);
      expect(reasonOf({ ...frame, store_id: null })).toBe(`fieldMissing:${type}.store_id`);
      expect(reasonOf({ ...frame, store_id: '' })).toBe(`fieldMissing:${type}.store_id`);
    }
  });

  it('[GW6] says what is wrong with a frame that is none', () => {
    expect(reasonOf('')).toBe('notJson');
    expect(reasonOf('{"type":"message"')).toBe('notJson');
    expect(reasonOf('[]')).toBe('notObject');
    expect(reasonOf('null')).toBe('notObject');
    expect(reasonOf('"success"')).toBe('notObject');
    expect(reasonOf({})).toBe('typeMissing');
    expect(reasonOf({ type: 7 })).toBe('typeMissing');
    expect(reasonOf({ type: 'cookie_refresh' })).toBe('typeUnknown:cookie_refresh');
    expect(reasonOf({ type: 'toString' })).toBe('typeUnknown:toString');
    expect(reasonOf({ type: 'message', content: 'hi', store_id: SHOP })).toContain('receiver');
    expect(reasonOf({ type: 'message', content: '', store_id: SHOP, receiver: { id: 'b' } })).toBe(
      'fieldMissing:message.content',
    );
  });

  it('[GW6] a reason never quotes a value', () => {
    const cookie = 'sessionid=CANARY';
    expect(reasonOf({ type: 'connect_success', content: cookie })).not.toContain('CANARY');
    expect(reasonOf({ type: cookie })).not.toContain('CANARY');
    expect(reasonOf({ type: 'connect_success', content: [cookie], store_id: SHOP })).not.toContain(
      'CANARY',
    );
  });

  it('[GW6] drops unknown keys, also inside, and __proto__ reaches nothing', () => {
    const frame = frameOf(
      `{"type":"message","content":"hi","msg_type":"text","receiver":{"id":"b","vip":1},"store_id":"${SHOP}",` +
        '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"extra":[1]}',
    );
    expect(frame).toEqual({
      type: 'message',
      content: 'hi',
      msg_type: 'text',
      receiver: { id: 'b' },
      store_id: SHOP,
    });
    expect('polluted' in {}).toBe(false);
    expect('polluted' in frame).toBe(false);
    expect(reasonOf('{"__proto__":{"type":"success"}}')).toBe('typeMissing');
  });

  it('takes null and the empty text in an optional field for "not given"', () => {
    const frame = frameOf(
      JSON.stringify({
        type: 'message',
        content: 'hi',
        msg_type: '',
        message_id: null,
        timestamp: null,
        receiver: { id: 'b' },
        store_id: SHOP,
      }),
    );
    expect(frame).toEqual({
      type: 'message',
      content: 'hi',
      msg_type: 'text',
      receiver: { id: 'b' },
      store_id: SHOP,
    });
    expect(
      frameOf(
        JSON.stringify({ type: 'error', content: 'no', receiver: null, data: [], store_id: SHOP }),
      ),
    ).toEqual({ type: 'error', content: 'no', store_id: SHOP });
    expect(
      frameOf(
        JSON.stringify({
          type: 'error',
          content: 'no',
          receiver: {},
          data: { verify_link: null },
          store_id: SHOP,
        }),
      ),
    ).toEqual({ type: 'error', content: 'no', data: {}, store_id: SHOP });
  });

  it('reads a time written as text and drops one that is none', () => {
    const base = {
      type: 'message',
      content: 'hi',
      msg_type: 'text',
      receiver: { id: 'b' },
      store_id: SHOP,
    };
    const withTime = (timestamp: unknown) => frameOf(JSON.stringify({ ...base, timestamp }));
    expect(withTime('1700000000000')).toEqual({ ...base, timestamp: 1_700_000_000_000 });
    // Found by hostile frames: turning such a one into a number throws.
    expect(withTime({ toString: 0 })).toEqual(base);
    expect(withTime({ valueOf: 1, toString: null })).toEqual(base);
    expect(withTime([5])).toEqual(base);
    for (const bad of ['yesterday', {}, 1e300, '1700000000000000000000']) {
      expect(withTime(bad)).toEqual(base);
    }
  });

  it('repairs half surrogate pairs, which no database can hold', () => {
    const frame = frameOf(
      `{"type":"message","content":"a\\ud800b","receiver":{"id":"b"},"store_id":"${SHOP}"}`,
    );
    expect(frame).toMatchObject({ content: 'a\ufffdb' });
  });
});

describe('what the core decides by', () => {
  it('[GW11] message_id comes through where there is one, and is never made up', () => {
    const base = { type: 'transfer', content: '小王', receiver: { id: 'b' }, store_id: SHOP };
    expect(frameOf(JSON.stringify({ ...base, message_id: 'm-1' }))).toEqual({
      ...base,
      message_id: 'm-1',
    });
    expect(frameOf(JSON.stringify(base))).toEqual(base);
  });

  it('[GW13] an error frame carries whom it concerns and where to verify', () => {
    const error = {
      type: 'error',
      content: '图形验证码校验失败',
      receiver: { id: 'jd_user_001' },
      data: { verify_link: 'https://safe.jd.com/verify.html?x' },
      store_id: SHOP,
    };
    expect(frameOf(JSON.stringify({ ...error, data: { ...error.data, trace: 'y' } }))).toEqual(
      error,
    );
  });
});

describe('ids as numbers', () => {
  it('[GW6] keep every digit above 2^53', () => {
    const frame = frameOf(
      '{"type":"message","content":"hi","receiver":{"id":7545667615256944155},"store_id":9007199254740993,"message_id":12345678901234567890123}',
    );
    expect(frame).toMatchObject({
      receiver: { id: '7545667615256944155' },
      store_id: '9007199254740993',
      message_id: '12345678901234567890123',
    });
  });

  it('[GW6] a store_id is trimmed', () => {
    const frame = frameOf('{"type":"error","content":"x","store_id":"  s-1\\n"}');
    expect(frame).toMatchObject({ store_id: 's-1' });
  });

  it('[GW6] small ones become texts too, as does a pong uuid', () => {
    expect(
      frameOf('{"type":"transfer","content":"小王","receiver":{"id":42},"store_id":7}'),
    ).toMatchObject({
      receiver: { id: '42' },
      store_id: '7',
    });
    expect(frameOf('{"type":"pong","uuid":5}')).toEqual({ type: 'pong', uuid: '5' });
  });

  it('[GW6] staff ids of a staff_list do so on the back office side', () => {
    const decoded = decodeOutbound(
      `{"type":"staff_list","content":"","data":{"staff_list":[{"staff_id":7545667615256944155,"name":"a","status":1,"department":"","online":true},` +
        `{"staff_id":3,"name":"b","status":1,"department":"","online":false}]},"store_id":"${SHOP}"}`,
    );
    expect(
      decoded.ok && decoded.frame.type === 'staff_list'
        ? decoded.frame.data.staff_list.map((one) => one.staff_id)
        : null,
    ).toEqual(['7545667615256944155', '3']);
  });
});

describe('[GW6] limits', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const success = (extra: string): string =>
    `{"type":"success","content":"connected","extra":${extra}}`;

  it('depth 32 passes, 33 does not, whether the text is short or long', () => {
    expect(reasonOf(success(nested(31)))).toBe('accepted');
    expect(reasonOf(success(nested(32)))).toBe('tooDeep');
    const padding = `"${'x'.repeat(20_000)}"`;
    expect(reasonOf(`{"type":"success","pad":${padding},"extra":${nested(31)}}`)).toBe('accepted');
    expect(reasonOf(`{"type":"success","pad":${padding},"extra":${nested(32)}}`)).toBe('tooDeep');
  });

  it('brackets inside of texts are no depth', () => {
    expect(reasonOf(success(JSON.stringify('[{\\"'.repeat(8_000))))).toBe('accepted');
  });

  it('millions of brackets do no harm', () => {
    expect(reasonOf('['.repeat(4_000_000))).toBe('tooDeep');
    expect(reasonOf(`{"a":${'9'.repeat(16)},"b":${nested(8_000)}}`)).toBe('tooDeep');
  });

  it('texts up to 256 KiB of UTF-8, lists up to 10,000', () => {
    expect(reasonOf(success(JSON.stringify('x'.repeat(262_144))))).toBe('accepted');
    expect(reasonOf(success(JSON.stringify('x'.repeat(262_145))))).toBe('textTooLong');
    expect(reasonOf(success(JSON.stringify('店'.repeat(87_382))))).toBe('textTooLong');
    expect(reasonOf(success(JSON.stringify('😀'.repeat(65_536))))).toBe('accepted');
    expect(reasonOf(success(JSON.stringify(Array(10_000).fill(0))))).toBe('accepted');
    const keys = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n])));
    expect(reasonOf(success(keys(10_000)))).toBe('accepted');
    expect(reasonOf(success(keys(10_001)))).toBe('listTooLong');
    const lists = (count: number) => `[${Array(count).fill(keys(10_000)).join(',')}]`;
    expect(reasonOf(success(lists(9)))).toBe('accepted');
    expect(reasonOf(success(lists(11)))).toBe('tooManyValues');
    expect(reasonOf(success(JSON.stringify(Array(10_001).fill(0))))).toBe('listTooLong');
  });
});

describe('msg_type', () => {
  const typeOf = (content: string, msg_type?: string) => {
    const frame = frameOf(
      JSON.stringify({ type: 'message', content, msg_type, receiver: { id: 'b' }, store_id: SHOP }),
    );
    return frame.type === 'message' ? frame.msg_type : null;
  };
  it('is recognised where it is missing on text and cards', () => {
    expect(typeOf('在吗')).toBe('text');
    expect(typeOf('https://item.jd.com/100123456789.html')).toBe('product_card');
    expect(typeOf('商品id:100123456789 订单号:250904-518080458310434')).toBe('order_card');
  });
  it('image and video have to say so', () => {
    expect(typeOf('https://example.com/a.jpg')).toBe('text');
    expect(typeOf('https://example.com/a.jpg', 'image')).toBe('image');
    expect(typeOf('https://example.com/a.mp4', 'video')).toBe('video');
  });
  it('given, it is believed; unknown, the frame is refused', () => {
    expect(typeOf('https://item.jd.com/100123456789.html', 'text')).toBe('text');
    expect(
      reasonOf({
        type: 'message',
        content: 'x',
        msg_type: 'sticker',
        receiver: { id: 'b' },
        store_id: SHOP,
      }),
    ).toBe('fieldInvalid:message.msg_type');
  });
});

describe('any text', () => {
  const seeds = [...fixtures('inbound'), ...fixtures('outbound')].map(({ text }) => text);

  it('[GW6] never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(typeof decodeInbound(text).ok).toBe('boolean');
          expect(typeof decodeOutbound(text).ok).toBe('boolean');
        },
      ),
    );
  });

  it('[GW6] never throws on a damaged frame of the spec', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(
          fc.record({
            at: fc.nat(),
            cut: fc.nat(12),
            put: fc.string({ unit: 'binary', maxLength: 6 }),
          }),
          { maxLength: 4 },
        ),
        (seed, damages) => {
          let text = seed;
          for (const { at, cut, put } of damages) {
            const from = at % (text.length + 1);
            text = text.slice(0, from) + put + text.slice(from + cut);
          }
          for (const decoded of [decodeInbound(text), decodeOutbound(text)]) {
            if (!decoded.ok) expect(decoded.reason.kind.length).toBeLessThan(200);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('[GW6] never throws on a frame whose fields hold anything', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'success',
          'connect_success',
          'error',
          'message',
          'transfer',
          'pong',
          'staff_list',
          'ping',
          'agent_reply',
        ),
        fc.dictionary(
          fc.constantFrom(
            'content',
            'store_id',
            'receiver',
            'sender',
            'data',
            'msg_type',
            'timestamp',
            'message_id',
            'uuid',
            '__proto__',
          ),
          fc.jsonValue(),
        ),
        (type, fields) => {
          const text = JSON.stringify({ ...fields, type });
          expect(typeof decodeInbound(text).ok).toBe('boolean');
          expect(typeof decodeOutbound(text).ok).toBe('boolean');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
