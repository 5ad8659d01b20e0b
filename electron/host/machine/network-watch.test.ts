import { expect, it } from 'vitest';
import { watchNetwork } from './network-watch.ts';
import { FakeClock } from '../../core/testing/fake-clock.ts';

it('[GW3] a change of addresses is told once, within 3 s; an unreadable list is none', async () => {
  const clock = new FakeClock();
  let seen: string | null = '192.168.1.7';
  let changes = 0;
  const stop = watchNetwork(
    clock,
    () => {
      changes += 1;
    },
    () => {
      if (seen === null) throw new Error('not told');
      return seen;
    },
  );
  await clock.advance(60_000);
  expect(changes).toBe(0);
  seen = null;
  await clock.advance(3_000);
  seen = '192.168.1.7';
  await clock.advance(3_000);
  expect(changes).toBe(0);
  for (const next of ['', '10.0.0.2', '10.0.0.2 fe80::1']) {
    seen = next;
    await clock.advance(3_000);
  }
  await clock.advance(60_000);
  expect(changes).toBe(3);
  stop();
  expect(clock.pendingTimers).toBe(0);
});

it('[GW3] this machine’s own addresses stand still while nothing happens', async () => {
  const clock = new FakeClock();
  let changes = 0;
  const stop = watchNetwork(clock, () => {
    changes += 1;
  });
  await clock.advance(9_000);
  stop();
  expect(changes).toBe(0);
});
