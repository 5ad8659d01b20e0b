import { describe, expect, it } from 'vitest';
import { Backoff, parseRetryAfter } from './backoff.ts';

describe('[GW3] backoff', () => {
  it('ceilings double from 0.5 s to 30 s and stay there', () => {
    const backoff = new Backoff(() => 1);
    const ceilings = Array.from({ length: 9 }, () => backoff.nextDelayMs(null));
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    for (let index = 0; index < 5_000; index += 1) expect(backoff.nextDelayMs(null)).toBe(30_000);
  });

  it('full jitter: anything from nothing to the ceiling', () => {
    expect(new Backoff(() => 0).nextDelayMs(null)).toBe(0);
    expect(new Backoff(() => 0.5).nextDelayMs(null)).toBe(250);
  });

  it('starts anew only when told', () => {
    const backoff = new Backoff(() => 1);
    backoff.nextDelayMs(null);
    backoff.nextDelayMs(null);
    backoff.reset();
    expect(backoff.nextDelayMs(null)).toBe(500);
  });

  it('Retry-After is the least wait, an hour the most that is believed', () => {
    const backoff = new Backoff(() => 0.5);
    expect(backoff.nextDelayMs(20_000)).toBe(20_250);
    expect(backoff.nextDelayMs(1e12)).toBe(3_600_500);
  });

  it('Retry-After as seconds and as date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Wed, 31 Dec 2025 23:00:00 GMT', now)).toBe(0);
    for (const nonsense of [null, '', 'soon', '-5', '1.5', '99999999999999']) {
      expect(parseRetryAfter(nonsense, now)).toBeNull();
    }
  });
});
