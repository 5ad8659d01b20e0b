import { describe, expect, it } from 'vitest';
import { Heartbeat } from './heartbeat.ts';

const start = () => {
  let count = 0;
  return new Heartbeat(() => `u${(count += 1)}`, 0);
};

describe('[GW4] heartbeat', () => {
  it('pings at once, then every 15 s, each with a fresh uuid', () => {
    const heart = start();
    expect(heart.judge(0)).toBe('pingDue');
    expect(heart.ping(0)).toBe('u1');
    expect(heart.pong('u1', 40)).toBe(40);
    expect(heart.judge(14_999)).toBe('calm');
    expect(heart.nextEventMonotonicMs()).toBe(15_000);
    expect(heart.judge(15_000)).toBe('pingDue');
    expect(heart.ping(15_000)).toBe('u2');
  });

  it('other traffic puts no ping off', () => {
    const heart = start();
    heart.ping(0);
    heart.pong('u1', 1);
    for (let now = 0; now < 15_000; now += 100) heart.heard(now);
    expect(heart.judge(15_000)).toBe('pingDue');
  });

  it('a missing pong is death after 10 s, not before', () => {
    const heart = start();
    heart.ping(0);
    expect(heart.nextEventMonotonicMs()).toBe(10_000);
    expect(heart.judge(9_999)).toBe('calm');
    expect(heart.judge(10_000)).toBe('dead');
  });

  it('a pong with another uuid does not count', () => {
    const heart = start();
    heart.ping(0);
    expect(heart.pong('other', 5_000)).toBeNull();
    expect(heart.judge(10_000)).toBe('dead');
  });

  it('[GW4] the oldest open ping is the one that a pong without a uuid answers', () => {
    const heart = start();
    expect(heart.oldestOpen()).toBeNull();
    const first = heart.ping(0);
    const second = heart.ping(100);
    expect(heart.oldestOpen()).toBe(first);
    heart.pong(first, 200);
    expect(heart.oldestOpen()).toBe(second);
  });

  it('a pong counts once', () => {
    const heart = start();
    heart.ping(0);
    expect(heart.pong('u1', 10)).toBe(10);
    expect(heart.pong('u1', 20)).toBeNull();
  });

  it('any frame heard counts as life', () => {
    const heart = start();
    heart.ping(0);
    heart.heard(9_000);
    expect(heart.judge(18_999)).toBe('pingDue');
    heart.ping(18_999);
    expect(heart.judge(19_000)).toBe('dead');
  });

  it('a half-open line is noticed within 25 s, whenever it broke', () => {
    for (let brokenAt = 0; brokenAt <= 15_000; brokenAt += 500) {
      const heart = start();
      heart.pong(heart.ping(0), 0);
      heart.heard(brokenAt);
      let now = brokenAt;
      while (heart.judge(now) !== 'dead') {
        if (heart.judge(now) === 'pingDue') heart.ping(now);
        now = Math.max(now + 1, heart.nextEventMonotonicMs());
      }
      expect(now - brokenAt).toBeLessThanOrEqual(25_000);
    }
  });

  it('a later ping does not put the deadline of an earlier one off', () => {
    const heart = start();
    heart.ping(0);
    heart.ping(9_000);
    expect(heart.judge(10_000)).toBe('dead');
  });

  it('after a wake-up 3 s are enough', () => {
    const heart = start();
    heart.pong(heart.ping(0), 10);
    heart.ping(100_000, 3_000);
    expect(heart.judge(102_999)).toBe('calm');
    expect(heart.judge(103_000)).toBe('dead');
  });

  it('the pong of a later ping settles the earlier ones', () => {
    const heart = start();
    heart.ping(0);
    heart.ping(1_000);
    expect(heart.pong('u2', 1_100)).toBe(100);
    expect(heart.pong('u1', 1_200)).toBeNull();
    expect(heart.judge(15_000)).toBe('calm');
  });

  it('[GW10] the deadline stands still while the socket is paused', () => {
    const heart = start();
    heart.ping(0);
    heart.hold(4_000);
    expect(heart.judge(14_000)).toBe('calm');
    expect(heart.judge(60_000)).toBe('pingDue');
    heart.release(60_000);
    expect(heart.judge(65_999)).not.toBe('dead');
    expect(heart.judge(66_000)).toBe('dead');
  });

  it('a gateway that talks but never answers costs no memory', () => {
    const heart = start();
    for (let index = 0; index < 10_000; index += 1) {
      heart.ping(index);
      heart.heard(index);
    }
    expect(heart.pong('u1', 10_001)).toBeNull();
    expect(heart.pong('u10000', 10_001)).not.toBeNull();
  });
});
