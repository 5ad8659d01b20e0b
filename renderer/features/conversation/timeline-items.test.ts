import { describe, expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asShopId } from '#shared/model/ids.ts';
import { AUTO_REPLY, HELD_REPLY, type Message, type SendReason } from '#shared/model/message.ts';
import { buildTimelineItems, firstUnread, type KnownItems } from './timeline-items.ts';

const NOON = new Date(2026, 10, 23, 12, 0).getTime();
const MINUTE = 60_000;

let arrival = 0;
const message = (id: string, at: number, over: Partial<Message> = {}): Message => ({
  messageId: asMessageId(id),
  shopId: asShopId('shop'),
  buyerPin: asBuyerPin('pin'),
  origin: 'buyer',
  type: 'text',
  content: id,
  card: null,
  systemLine: null,
  orderAt: at,
  arrival: (arrival += 1),
  sentAt: at,
  platformMessageId: null,
  send: null,
  ...over,
});

/** A row in short: its kind, or the message's id with `*` where a group starts. */
const shape = (rows: ReturnType<typeof buildTimelineItems>): string[] =>
  rows.map((row) =>
    row.kind === 'message' ? `${row.key}${row.startsGroup ? '*' : ''}` : row.kind,
  );

describe('time separators and groups', () => {
  it('opens with a time, and shows another only after a pause or at midnight', () => {
    const midnight = new Date(2026, 10, 24).getTime();
    const rows = buildTimelineItems(
      [
        message('a', NOON),
        message('b', NOON + MINUTE),
        message('c', NOON + 7 * MINUTE),
        message('d', midnight - 1000),
        message('e', midnight + 1000),
      ],
      [],
      null,
    );
    expect(shape(rows)).toEqual(['time', 'a*', 'b', 'time', 'c*', 'time', 'd*', 'time', 'e*']);
  });

  it('[CV2] starts a new group when the sender changes', () => {
    const rows = buildTimelineItems(
      [
        message('a', NOON),
        message('b', NOON + 1000, { origin: 'backoffice' }),
        message('c', NOON + 2000, { origin: 'agent' }),
        message('d', NOON + 3000, { origin: 'agent' }),
      ],
      [],
      null,
    );
    expect(shape(rows)).toEqual(['time', 'a*', 'b*', 'c*', 'd']);
  });

  it('keeps the keys of known rows when a message is added at the end', () => {
    const first = [message('a', NOON), message('b', NOON + 10 * MINUTE)];
    const before = buildTimelineItems(first, [], null).map((row) => row.key);
    const after = buildTimelineItems([...first, message('c', NOON + 30 * MINUTE)], [], null);
    expect(after.map((row) => row.key).slice(0, before.length)).toEqual(before);
  });
});

it('keeps the row of an unchanged message, makes a new one when the message or its place changed', () => {
  const known: KnownItems = new WeakMap();
  const [a, b] = [message('a', NOON), message('b', NOON + 1000)];
  const rows = (messages: readonly Message[]) =>
    new Map(buildTimelineItems(messages, [], null, known).map((row) => [row.key, row]));
  const before = rows([a, b]);
  const after = rows([a, { ...b, content: 'changed' }, message('c', NOON + 2000)]);
  expect(after.get(asMessageId('a'))).toBe(before.get(asMessageId('a')));
  expect(after.get(asMessageId('b'))).not.toBe(before.get(asMessageId('b')));
  // An older page arrived: `a` no longer starts a group.
  const older = rows([message('z', NOON - 1000), a, b]);
  expect(older.get(asMessageId('a'))).toMatchObject({ startsGroup: false });
});

describe('[GW14] outages', () => {
  it('stand where they fell, once for a run without messages between', () => {
    const rows = buildTimelineItems(
      [message('a', NOON), message('b', NOON + 4 * MINUTE)],
      [
        { from: NOON - MINUTE, to: NOON - 1000 },
        { from: NOON + MINUTE, to: NOON + 2 * MINUTE },
        { from: NOON + 3 * MINUTE, to: NOON + 3 * MINUTE + 500 },
        { from: NOON + 9 * MINUTE, to: null },
      ],
      null,
    );
    expect(shape(rows)).toEqual(['time', 'a*', 'outage', 'b*', 'outage']);
    expect(rows[2]).toMatchObject({
      from: NOON + MINUTE,
      to: NOON + 3 * MINUTE + 500,
      count: 2,
    });
    expect(rows[4]).toMatchObject({ to: null, count: 1 });
  });

  it('stay out of an empty timeline', () => {
    expect(buildTimelineItems([], [{ from: NOON, to: null }], null)).toEqual([]);
  });
});

describe('the unread line', () => {
  const messages = [
    message('a', NOON),
    message('b', NOON + 1),
    message('c', NOON + 2, { origin: 'agent' }),
    message('d', NOON + 3),
  ];

  it('stands above the oldest of the unread buyer messages', () => {
    expect(firstUnread(messages, 1)).toBe('d');
    expect(firstUnread(messages, 2)).toBe('b');
    const rows = buildTimelineItems(messages, [], asMessageId('b'));
    expect(shape(rows)).toEqual(['time', 'a*', 'unread', 'b*', 'c*', 'd*']);
  });

  it('is absent when nothing, or everything loaded, is unread', () => {
    expect(firstUnread(messages, 0)).toBeNull();
    expect(firstUnread(messages, 3)).toBeNull();
    expect(firstUnread(messages, 99)).toBeNull();
  });
});

it('[CV5] leaves out a back-office reply that is held', () => {
  const reply = (
    id: string,
    state: 'queued' | 'cancelled' | 'sending',
    reason: SendReason | null,
  ) => message(id, NOON, { origin: 'backoffice', send: { state, reason, changedAt: NOON } });
  const rows = buildTimelineItems(
    [
      reply('waiting', 'queued', AUTO_REPLY),
      reply('held', 'cancelled', HELD_REPLY),
      reply('leaving', 'sending', null),
    ],
    [],
    null,
  );
  expect(shape(rows)).toEqual(['time', 'waiting*', 'leaving']);
});
