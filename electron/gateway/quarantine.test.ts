import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quarantineReason } from '#shared/model/quarantine.ts';
import { maskValues, quarantineEntry } from './quarantine.ts';

describe('[GW6] preview of a frame set aside', () => {
  it('keeps the shape and what identifies the frame', () => {
    const frame = {
      type: 'connect_success',
      content: 'sessionid=CANARY; uid=1',
      platform_name: '京东',
      n: 5,
      deep: [true, null, 12345678901],
    };
    expect(maskValues(JSON.stringify(frame))).toBe(
      '{"type":"connect_success","content":"…23","platform_name":"京东","n":5,"deep":[true,null,…]}',
    );
  });

  it('a cookie in whatever is left of a frame does not show', () => {
    const whole = JSON.stringify({
      type: 'connect_success',
      content: 'sid=CANARY0123; _t="CANARY0123"; CANARY0123',
    });
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.nat(whole.length),
        fc.string({ maxLength: 3 }),
        (from, cut, put) => {
          const text = whole.slice(0, from) + put + whole.slice(from + cut);
          expect(maskValues(text)).not.toContain('CANARY0123');
        },
      ),
      { numRuns: 3000 },
    );
    for (const text of [
      'sid=CANARY0123',
      "{'type': 'connect_success', 'content': 'CANARY0123'}",
      '"CANARY0123',
      '{"content":"CANARY0123\\',
      '{"content":"CANARY0123":',
      '{"type":"connect_success","type":"sid=CANARY0123"}',
    ]) {
      expect(maskValues(text)).not.toContain('CANARY0123');
    }
  });

  const set = (bytes: number, text: string, clean = (words: string) => words) =>
    quarantineEntry({ at: 5, reason: quarantineReason('notJson'), bytes, text }, clean);

  it('is masked in the entry that is kept', () => {
    expect(set(30, '{"content":"sid=CANARY0123').preview).toBe('{"content":"…14"');
  });

  it('has at most 300 characters, whatever came', () => {
    const entry = set(9_000_000, '"a":1,'.repeat(100_000));
    expect(entry).toMatchObject({
      at: 5,
      reason: { kind: 'notJson', about: null },
      bytes: 9_000_000,
    });
    expect(entry.preview).toHaveLength(300);
  });

  it('[SE6] is cleaned before it is cut: a secret across the cut leaves no head, and a longer mark no longer text', () => {
    const secret = '0123456789abcdef';
    const text = `[${'1,'.repeat(140)}],"store_id":"${secret}"`;
    const clean = (words: string) => words.replaceAll(secret, '[cookie 0123abcd of a shop]');
    expect(maskValues(text).slice(0, 300)).toContain('"01');
    const { preview } = set(text.length, text, clean);
    expect(preview).not.toContain('"01');
    expect(preview).toHaveLength(300);
  });
});
