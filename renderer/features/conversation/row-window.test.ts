import { describe, expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asShopId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import { RowWindow } from './row-window.ts';
import type { TimelineItem } from './timeline-items.ts';

const message = (index: number): Message => ({
  messageId: asMessageId(`m${index}`),
  shopId: asShopId('s'),
  buyerPin: asBuyerPin('b'),
  origin: 'buyer',
  type: 'text',
  content: '在吗',
  card: null,
  systemLine: null,
  orderAt: index,
  arrival: index,
  sentAt: index,
  platformMessageId: null,
  send: null,
});
const rows = (from: number, to: number): readonly TimelineItem[] =>
  Array.from({ length: to - from }, (_, index): TimelineItem => ({
    kind: 'message',
    key: asMessageId(`m${from + index}`),
    message: message(from + index),
    startsGroup: false,
  }));
const VIEW = { below: 0, height: 500 };

describe('the rows that are in the page', () => {
  it('at the end: the newest ones, however long the list is', () => {
    const { from, to, roomAbove, roomBelow } = new RowWindow().rangeOf(rows(0, 5000), VIEW, true);
    expect(to).toBe(5000);
    expect(to - from).toBeLessThan(80);
    expect(roomBelow).toBe(0);
    expect(roomAbove).toBeGreaterThan(100_000);
  });

  it('following a flood, never more than some rows beyond the view', () => {
    const window = new RowWindow();
    const all = rows(0, 3000);
    for (let length = 100; length <= 3000; length += 3) {
      const { from, to } = window.rangeOf(all.slice(0, length), { ...VIEW }, true);
      expect(to).toBe(length);
      expect(to - from).toBeLessThan(80);
    }
  });

  it('further up: rows around the view, with room for the others on both sides', () => {
    const all = rows(0, 1000);
    const { from, to, roomAbove, roomBelow } = new RowWindow().rangeOf(
      all,
      { below: 20_000, height: 500 },
      false,
    );
    expect(from).toBeGreaterThan(0);
    expect(to).toBeLessThan(1000);
    expect(to - from).toBeLessThan(80);
    expect(roomBelow).toBeLessThanOrEqual(20_000);
    expect(roomAbove).toBeGreaterThan(0);
  });

  it('while the agent reads further up, new messages only add room below', () => {
    const window = new RowWindow();
    const all = rows(0, 1000);
    const view = { below: 20_000, height: 500 };
    const before = window.rangeOf(all.slice(0, 990), view, false);
    const after = window.rangeOf(all, view, false);
    expect([after.from, after.to]).toEqual([before.from, before.to]);
    expect(after.roomBelow).toBeGreaterThan(before.roomBelow);
  });
});
