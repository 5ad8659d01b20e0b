import { describe, expect, it } from 'vitest';
import { platformMessage } from '../testing/messages.ts';
import { STREAM_GRACE_MS, StreamHealth } from './stream-health.ts';

describe('StreamHealth', () => {
  it('[PL2] is silent when the list shows what the stream does not bring', () => {
    const health = new StreamHealth();
    health.pollBrought([platformMessage('1')], 0, 0);
    expect(health.verdict(STREAM_GRACE_MS - 1)).toBeNull();
    expect(health.verdict(STREAM_GRACE_MS)).toBe('silent');
  });

  it('[PL2] the stream may come a little later than the list', () => {
    const health = new StreamHealth();
    health.pollBrought([platformMessage('1')], 0, 0);
    health.streamBrought([platformMessage('1')], 0);
    expect(health.verdict(STREAM_GRACE_MS)).toBeNull();
  });

  it('[PL2] our own side speaking elsewhere is no sign of silence', () => {
    const health = new StreamHealth();
    health.pollBrought([platformMessage('1', { from: 'self' })], 0, 0);
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
    health.pollBrought([platformMessage('1')], 0, 0);
    expect(health.verdict(STREAM_GRACE_MS)).toBe('decode');
  });
});
