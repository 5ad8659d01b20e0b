import { expect, it } from 'vitest';
import { inventPast } from './past.ts';
import { conversationKey } from '#shared/model/ids.ts';
import { lastLineOf } from '#shared/model/last-line.ts';
import { comparePositions, type Message } from '#shared/model/message.ts';
import { isAnswered } from '#shared/model/waiting-clock.ts';

/** Ways of saying the row anew, from its messages alone; the core takes them one by one. */
const derived = (messages: readonly Message[]) => {
  const newestFirst = messages.toSorted((a, b) => -comparePositions(a, b));
  const cards = messages.filter(
    ({ origin, type }) => origin === 'buyer' && (type === 'product_card' || type === 'order_card'),
  );
  const line = newestFirst.find(({ type }) => type !== 'systemLine');
  return {
    lastOrderAt: newestFirst[0]?.orderAt,
    last: line === undefined ? null : lastLineOf(line),
    firstSeenAt: Math.min(...messages.map(({ sentAt }) => sentAt)),
    pinnedAt: cards.at(-1)?.sentAt ?? null,
  };
};

it('[CV7] every conversation row says what its messages say', () => {
  const now = Date.UTC(2026, 10, 29, 6);
  const past = inventPast({
    seed: 5,
    shops: 9,
    conversations: 3_000,
    messages: 30_000,
    now,
    media: null,
  });
  const byKey = Map.groupBy(
    Array.from(past.messages(), ({ message }) => message),
    conversationKey,
  );
  let waiting = 0;
  for (const row of past.conversations()) {
    const messages = byKey.get(row.key) ?? [];
    const open = messages.filter(
      (message) => message.origin === 'buyer' && !isAnswered(row, message),
    );
    const first = open.map(({ sentAt }) => sentAt).toSorted((a, b) => a - b)[0] ?? null;
    expect(row.waitingSince).toBe(first);
    if (first !== null) waiting += 1;
    const { pinned, last, lastOrderAt, firstSeenAt } = row;
    const said = { lastOrderAt, last, firstSeenAt, pinnedAt: pinned?.at ?? null };
    expect(said).toEqual(derived(messages));
    const known = messages.findLastIndex(
      ({ origin }) => origin === 'agent' || origin === 'platform',
    );
    const since = messages.slice(known + 1).filter(({ origin }) => origin === 'buyer').length;
    expect(row.unread).toBeLessThanOrEqual(since);
    if (row.closed) expect([row.waitingSince, row.unread, row.suggestions]).toEqual([null, 0, []]);
    expect(row.mode.kind === 'manual' && (row.mode.endsAt ?? 0) <= now).toBe(false);
  }
  expect(waiting).toBeGreaterThan(20);
});
