import { describe, expect, it } from 'vitest';
import { ClockWatch } from './clock-watch.ts';
import type { PlatformMessage } from './ports/facts.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { platformMessage, TestCore } from './testing/test-core.ts';
import { CLOCK_OK, type ClockStatus } from '#shared/model/clock-status.ts';

const MINUTE = 60_000;

/** A machine in a world whose time is right: its wall clock may be set and it may sleep. */
class Machine extends FakeClock {
  readonly told: ClockStatus[] = [];
  readonly watch: ClockWatch;
  #shiftMs = 0;
  #sleptMs = 0;

  constructor(shiftMs = 0) {
    super();
    this.#shiftMs = shiftMs;
    this.watch = new ClockWatch({
      clock: this,
      elapsedMs: () => this.monotonicMs() + this.#sleptMs,
      notify: (status) => this.told.push(status),
    });
  }

  /** The world's time. */
  get worldMs(): number {
    return super.now() + this.#sleptMs;
  }

  override now(): number {
    return this.worldMs + this.#shiftMs;
  }

  setWall(shiftMs: number): void {
    this.#shiftMs = shiftMs;
  }

  /** Linux and macOS: the monotonic clock stands, and so do timers. */
  sleep(ms: number): void {
    this.#sleptMs += ms;
  }

  hear(...sentAt: readonly (number | null)[]): void {
    this.watch.notePlatformTimes(
      sentAt.map((at): PlatformMessage => platformMessage({ sentAt: at })),
    );
  }

  get skewMs(): number | null {
    return this.told.at(-1)?.skewMs ?? null;
  }
}

describe('wrong clock: the time of the gateway’s server', () => {
  it('a clock that is right says nothing, and 59 s are right enough', async () => {
    for (const shiftMs of [0, 59_000, -59_000]) {
      const machine = new Machine(shiftMs);
      machine.watch.noteServerTime(machine.worldMs);
      await machine.advance(10 * MINUTE);
      expect(machine.told).toEqual([]);
    }
  });

  it.each([3 * MINUTE, -3 * MINUTE, 40 * 365 * 24 * 60 * MINUTE])(
    'wrong by %i ms is told at once, and the banner goes when the clock is set right',
    async (shiftMs) => {
      const machine = new Machine(shiftMs);
      machine.watch.noteServerTime(machine.worldMs);
      expect(machine.told).toEqual([{ skewMs: shiftMs }]);
      await machine.advance(MINUTE);
      machine.setWall(0);
      await machine.advance(2_000);
      expect(machine.told).toEqual([{ skewMs: shiftMs }, CLOCK_OK]);
    },
  );

  it.each([5 * MINUTE, -5 * MINUTE])(
    'set wrong by %i ms an hour after the evidence, it is told within 2 s',
    async (shiftMs) => {
      const machine = new Machine();
      machine.watch.noteServerTime(machine.worldMs);
      await machine.advance(60 * MINUTE);
      machine.setWall(shiftMs);
      await machine.advance(2_000);
      expect(machine.skewMs).toBe(shiftMs);
    },
  );

  it('sleep is no wrong clock, and a clock that was wrong before it still is', async () => {
    const machine = new Machine();
    machine.watch.noteServerTime(machine.worldMs);
    for (const hours of [1, 12, 72]) {
      machine.sleep(hours * 60 * MINUTE);
      await machine.advance(5_000);
    }
    expect(machine.told).toEqual([]);
    machine.setWall(2 * MINUTE);
    await machine.advance(2_000);
    machine.sleep(60 * MINUTE);
    await machine.advance(5_000);
    expect(machine.told).toEqual([{ skewMs: 2 * MINUTE }]);
  });

  it('a clock at the edge does not flicker, and one that drifts is told in steps', async () => {
    const machine = new Machine(60_000);
    machine.watch.noteServerTime(machine.worldMs);
    for (const shiftMs of [59_500, 60_500, 55_000, 61_000]) {
      machine.setWall(shiftMs);
      await machine.advance(1_000);
    }
    expect(machine.told).toEqual([{ skewMs: 60_000 }]);
    machine.setWall(76_000);
    await machine.advance(1_000);
    machine.setWall(49_000);
    await machine.advance(1_000);
    expect(machine.told.slice(1)).toEqual([{ skewMs: 76_000 }, CLOCK_OK]);
  });

  it('the newest word of the server counts', () => {
    const machine = new Machine();
    machine.watch.noteServerTime(machine.worldMs - 10 * MINUTE);
    expect(machine.skewMs).toBe(10 * MINUTE);
    machine.watch.noteServerTime(machine.worldMs);
    expect(machine.told.at(-1)).toEqual(CLOCK_OK);
  });
});

describe('wrong clock: a message of our future', () => {
  it('more than 2 min ahead means that we are behind; set right, it is taken back', async () => {
    const machine = new Machine(-10 * MINUTE);
    machine.hear(null, machine.worldMs - 60 * MINUTE, machine.worldMs);
    expect(machine.told).toEqual([{ skewMs: -10 * MINUTE }]);
    await machine.advance(20 * MINUTE);
    expect(machine.told).toHaveLength(1);
    machine.setWall(0);
    await machine.advance(2_000);
    expect(machine.told.at(-1)).toEqual(CLOCK_OK);
  });

  it('old ones and ones of nearly now prove nothing', async () => {
    const machine = new Machine();
    const { worldMs } = machine;
    machine.hear(worldMs - 365 * 24 * 60 * MINUTE, worldMs - MINUTE, worldMs + 2 * MINUTE);
    await machine.advance(5_000);
    expect(machine.told).toEqual([]);
    expect(machine.pendingTimers).toBe(0);
  });

  it('one nonsense time is taken back by the next message of this moment', () => {
    const machine = new Machine();
    machine.hear(machine.worldMs * 1_000);
    expect(machine.skewMs).toBeLessThan(0);
    machine.hear(machine.worldMs - 3_000);
    expect(machine.told.at(-1)).toEqual(CLOCK_OK);
    expect(machine.pendingTimers).toBe(0);
  });

  it('the server knows better', () => {
    const machine = new Machine();
    machine.watch.noteServerTime(machine.worldMs);
    machine.hear(machine.worldMs + 60 * MINUTE);
    expect(machine.told).toEqual([]);
  });
});

it('[GW2] the core shows it in replica and deltas, and a stopped core looks no more', async () => {
  const world = await TestCore.open();
  await world.core.accept({ kind: 'gateway.serverTime', at: world.clock.now() + 3 * MINUTE });
  expect(world.core.replica().clock).toEqual({ skewMs: -3 * MINUTE });
  expect(world.publisher.deltas.at(-1)).toEqual({ clock: { skewMs: -3 * MINUTE } });
  await world.core.accept({ kind: 'gateway.serverTime', at: world.clock.now() });
  expect(world.core.replica().clock).toEqual(CLOCK_OK);
  await world.hear(platformMessage({ sentAt: world.clock.now() + 60 * MINUTE }));
  expect(world.core.replica().clock).toEqual(CLOCK_OK);
  await world.core.stop();
  expect(world.clock.pendingTimers).toBe(0);
});

it('the core takes a platform’s future for a clock that is behind', async () => {
  const world = await TestCore.open();
  await world.hear(platformMessage({ sentAt: world.clock.now() + 5 * MINUTE }));
  expect(world.core.replica().clock).toEqual({ skewMs: -5 * MINUTE });
});
