import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asShopId, asStaffId, conversationKey } from './ids.ts';
import { isLineOf, lastLineOf } from './last-line.ts';
import {
  AUTO_REPLY,
  HELD_REPLY,
  comparePositions,
  isInTimeline,
  type Message,
  type SendReason,
  type SendState,
} from './message.ts';
import { platformNamed } from './platform.ts';
import { holdReason } from './reply-hold.ts';
import { Secret } from './secret.ts';
import { matchStaff } from './staff-match.ts';

const MESSAGE: Message = {
  messageId: asMessageId('m'),
  shopId: asShopId('s'),
  buyerPin: asBuyerPin('b'),
  origin: 'buyer',
  type: 'text',
  content: '你好',
  card: null,
  systemLine: null,
  orderAt: 1,
  arrival: 1,
  sentAt: 1,
  platformMessageId: null,
  send: null,
};

describe('keys and places', () => {
  it('[CV1] two references have one key only when they are equal', () => {
    // Control characters are refused in ids by every schema.
    const text = fc.string({ minLength: 1 }).filter((some) => !some.includes('\u001f'));
    // Equal ids must come up often, not once in a million.
    const id = fc.oneof(fc.constantFrom('a', 'b', 'ab'), text);
    fc.assert(
      fc.property(id, id, id, id, (shopA, pinA, shopB, pinB) => {
        const keyOf = (shop: string, pin: string): string =>
          conversationKey({ shopId: asShopId(shop), buyerPin: asBuyerPin(pin) });
        const isEqual = shopA === shopB && pinA === pinB;
        expect(keyOf(shopA, pinA) === keyOf(shopB, pinB)).toBe(isEqual);
      }),
    );
  });

  it('[CV9] the platform time decides, then the arrival', () => {
    const places = [
      { orderAt: 2, arrival: 1 },
      { orderAt: 1, arrival: 3 },
      { orderAt: 1, arrival: 2 },
    ];
    expect(places.toSorted(comparePositions).map(({ arrival }) => arrival)).toEqual([2, 3, 1]);
  });
});

describe('what is shown', () => {
  const reply = (state: SendState, reason: SendReason | null): boolean =>
    isInTimeline({ origin: 'backoffice', send: { state, reason, changedAt: 0 } });

  it('[CV5] a back-office reply is in the timeline unless it is held', () => {
    expect(reply('queued', AUTO_REPLY)).toBe(true);
    expect(reply('cancelled', HELD_REPLY)).toBe(false);
    expect(reply('queued', null)).toBe(true);
    expect(reply('sending', null)).toBe(true);
    expect(reply('sent', null)).toBe(true);
    expect(isInTimeline(MESSAGE)).toBe(true);
  });

  it('the last line is at most 200 long and never ends in half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '中', '😀'), maxLength: 400, size: 'max' }),
        (content) => {
          const { text } = lastLineOf({ ...MESSAGE, content });
          expect(text.length).toBeLessThanOrEqual(200);
          expect(content.startsWith(text)).toBe(true);
          expect(text.isWellFormed()).toBe(true);
          // No more is cut off than the half that would be left over.
          expect(text.length).toBeGreaterThanOrEqual(Math.min(content.length, 199));
        },
      ),
    );
    expect(lastLineOf({ ...MESSAGE, content: `${'x'.repeat(199)}😀` }).text).toBe('x'.repeat(199));
    expect(lastLineOf({ ...MESSAGE, type: 'image', content: 'https://x' }).text).toBe('');
  });

  it('knows its line again in whatever state the send is', () => {
    const send = { state: 'queued', reason: null, changedAt: 0 } as const;
    const line = lastLineOf({ ...MESSAGE, origin: 'agent', send });
    const sent = { ...MESSAGE, origin: 'agent', send: { ...send, state: 'sent' } } as const;
    expect(isLineOf(line, sent)).toBe(true);
    expect(isLineOf(line, { ...sent, content: '别的' })).toBe(false);
    expect(isLineOf(null, sent)).toBe(false);
  });

  it('[SE6] a secret prints, joins and serialises as a placeholder', () => {
    const secret = new Secret('CANARY');
    const printed = [String(secret), JSON.stringify({ secret }), ['', secret].join(' ')].join(' ');
    expect(printed).not.toContain('CANARY');
    expect(secret.reveal()).toBe('CANARY');
  });
});

describe('decisions', () => {
  it('[CV5] manual holds before typing, typing before age', () => {
    const free = { mode: { kind: 'auto' }, isAgentTyping: false, ageMs: 120_000 } as const;
    expect(holdReason(free)).toBeNull();
    expect(holdReason({ ...free, ageMs: 120_001 })).toBe('stale');
    expect(holdReason({ ...free, isAgentTyping: true, ageMs: 120_001 })).toBe('agentTyping');
    const manual = { kind: 'manual', endsAt: null } as const;
    expect(holdReason({ ...free, mode: manual, isAgentTyping: true })).toBe('manual');
  });

  it('[CV10] exactly one bearer of the name who is online is meant', () => {
    const person = (name: string, online: boolean, id: string) => ({
      staffId: asStaffId(id),
      name,
      status: 1,
      department: '',
      online,
    });
    const staff = [person('甲', true, '1'), person('甲', false, '2'), person(' 乙 ', true, '3')];
    expect(matchStaff(staff, '甲').kind).toBe('several');
    expect(matchStaff(staff, '丙').kind).toBe('none');
    expect(matchStaff(staff, ' 乙')).toMatchObject({ kind: 'one', staff: { staffId: '3' } });
    expect(matchStaff([person('丁', false, '4')], '丁').kind).toBe('offline');
  });

  it('names the platforms as the gateway does, and no other', () => {
    expect(
      ['京麦', '京东 商城', '飞鸽', '抖音小店', '天猫商城', '千牛'].map(platformNamed),
    ).toEqual(['jd', 'jd', 'douyin', 'douyin', 'taobao', 'taobao']);
    expect(['京东', ' JD ', '天猫', '抖店', 'PinDuoDuo'].map(platformNamed)).toEqual([
      'jd',
      'jd',
      'taobao',
      'douyin',
      'pdd',
    ]);
    expect(['', '别的', 'toString', '__proto__', 'constructor'].map(platformNamed)).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });
});
