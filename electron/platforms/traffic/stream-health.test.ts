import { describe, expect, it } from 'vitest';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import { platformMessage } from '../testing/messages.ts';
import { STREAM_GRACE_MS, StreamHealth } from './stream-health.ts';

const listOf = (...fresh: readonly PlatformMessage[]) => ({
  fresh,
  decoded: fresh.length,
  undecoded: 0,
});

describe('StreamHealth', () => {
  it('[PL2] is silent when the list shows what the stream does not bring', () => {
    const health = new StreamHealth();
    health.pollBrought(listOf(platformMessage('1')), 0);
    expect(health.verdict(STREAM_GRACE_MS - 1)).toBeNull();
    expect(health.verdict(STREAM_GRACE_MS)).toBe('silent');
  });

  it('[PL2] the stream may come a little later than the list', () => {
    const health = new StreamHealth();
    health.pollBrought(listOf(platformMessage('1')), 0);
    health.streamBrought([platformMessage('1')], 0);
    expect(health.verdict(STREAM_GRACE_MS)).toBeNull();
  });

  it('[PL2] our own side speaking elsewhere is no sign of silence', () => {
    const health = new StreamHealth();
    health.pollBrought(listOf(platformMessage('1', { from: 'self' })), 0);
    expect(health.verdict(STREAM_GRACE_MS)).toBeNull();
  });

  it('[PL2] too little of it can be read', () => {
    const health = new StreamHealth();
    health.streamBrought([platformMessage('1')], 2);
    expect(health.verdict(0)).toBeNull();
    health.streamBrought([], 1);
    expect(health.verdict(0)).toBe('decode');
  });

  it('[PL2] unread events explain what is missing', () => {
    const health = new StreamHealth();
    health.streamBrought([], 1);
    health.pollBrought(listOf(platformMessage('1')), 0);
    expect(health.verdict(STREAM_GRACE_MS)).toBe('decode');
  });

  it('[PL2] what could not be read is the past once ten in a row could', () => {
    const health = new StreamHealth();
    health.streamBrought([], 150);
    const nine = Array.from({ length: 9 }, (_, index) => platformMessage(`${index}`));
    health.streamBrought(nine, 0);
    expect(health.verdict(0)).toBe('decode');
    health.streamBrought([platformMessage('10')], 0);
    expect(health.verdict(0)).toBeNull();
  });

  it('[PL2] one message that the list shows for ever and nobody can read does not stop the shop', () => {
    const health = new StreamHealth();
    const list = { fresh: [], decoded: 20, undecoded: 1 };
    for (let polls = 0; polls < 50; polls++) health.pollBrought(list, polls);
    expect(health.verdict(60)).toBeNull();
  });

  it('[PL2] a list that cannot be read says so until it can', () => {
    const health = new StreamHealth();
    health.pollBrought({ fresh: [], decoded: 0, undecoded: 5 }, 0);
    expect(health.verdict(0)).toBe('decode');
    health.pollBrought({ fresh: [], decoded: 5, undecoded: 0 }, 1);
    expect(health.verdict(1)).toBeNull();
  });
});
