import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asShopId, asStaffId } from '../model/ids.ts';
import { MESSAGE_TYPES } from '../model/message.ts';
import { decodeOutbound, encodeOutbound } from './codec.ts';
import type { OutboundFrame } from './frames.ts';

const SHOP = '93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31';

describe('there and back', () => {
  const id = fc.stringMatching(/^[\p{L}\p{N}\p{P} ]{1,40}$/u);
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
  const business = {
    content: words,
    // Blanks around a shop's id are taken off on the way in.
    store_id: id.map((text) => asShopId(`s${text}`.trim())),
    message_id: id.map(asMessageId),
    timestamp: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  };
  const staff = fc.record({
    staff_id: id.map(asStaffId),
    name: fc.string({ maxLength: 20 }),
    status: fc.integer({ min: 0, max: 9 }),
    department: fc.string({ maxLength: 20 }),
    online: fc.boolean(),
  });
  const party = fc.record({ id: id.map(asBuyerPin) });
  const outbound: fc.Arbitrary<OutboundFrame> = fc.oneof(
    fc.record({
      type: fc.constant('message' as const),
      msg_type: fc.constantFrom(...MESSAGE_TYPES),
      sender: party,
      pin_image: fc.webUrl(),
      ...business,
    }),
    fc.record({
      type: fc.constant('staff_list' as const),
      data: fc.record({ staff_list: fc.array(staff, { maxLength: 4 }) }),
      ...business,
    }),
    fc.record({ type: fc.constant('transfer' as const), sender: party, ...business }),
    fc.record({
      type: fc.constant('agent_reply' as const),
      msg_type: fc.constantFrom(...MESSAGE_TYPES),
      receiver: party,
      ...business,
    }),
    fc.record({ type: fc.constant('ping' as const), uuid: id }),
  );

  it('[GW8] what is encoded is decoded to the same frame', () => {
    fc.assert(
      fc.property(outbound, (frame) => {
        expect(decodeOutbound(encodeOutbound(frame))).toEqual({ ok: true, frame });
      }),
    );
  });

  it('[GW8] keys that are not of the wire stay at home', () => {
    const frame = {
      type: 'message',
      content: 'hi',
      msg_type: 'text',
      sender: { id: asBuyerPin('b'), cookie: 'x' },
      store_id: asShopId(SHOP),
      secret: 'y',
    } as const;
    expect(JSON.parse(encodeOutbound(frame))).toEqual({
      type: 'message',
      content: 'hi',
      msg_type: 'text',
      sender: { id: 'b' },
      store_id: SHOP,
    });
  });

  it('[GW8] what goes out is well-formed Unicode in every text: half a pair becomes U+FFFD', () => {
    const half = '谢谢\ud83d';
    const text = encodeOutbound({
      type: 'staff_list',
      content: half,
      data: {
        staff_list: [
          { staff_id: asStaffId('1'), name: half, status: 1, department: half, online: true },
        ],
      },
      store_id: asShopId(SHOP),
    });
    expect(text).not.toMatch(/\\ud[89a-f]/iu);
    expect(text.match(/谢谢\ufffd/gu)).toHaveLength(3);
    const whole = encodeOutbound({
      type: 'message',
      content: '谢谢😀',
      sender: { id: asBuyerPin('b') },
      store_id: asShopId(SHOP),
    });
    expect(JSON.parse(whole)).toMatchObject({ content: '谢谢😀' });
  });

  it('[GW12] an agent reply has a type of its own and no sender', () => {
    const text = encodeOutbound({
      type: 'agent_reply',
      content: 'hi',
      msg_type: 'text',
      receiver: { id: asBuyerPin('b') },
      store_id: asShopId(SHOP),
      message_id: asMessageId('m'),
      timestamp: 1,
    });
    expect(JSON.parse(text)).toEqual({
      type: 'agent_reply',
      content: 'hi',
      msg_type: 'text',
      receiver: { id: 'b' },
      store_id: SHOP,
      message_id: 'm',
      timestamp: 1,
    });
  });
});
