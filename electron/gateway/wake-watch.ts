import type { Clock } from '../core/ports/clock.ts';

const LOOK_EVERY_MS = 2_000;
/** GW4: a jump of more than this is a sleep. */
const JUMP_MS = 8_000;

/**
 * Notices that the machine slept: a timer of 2 s that comes much too late by the monotonic clock (Windows counts sleep) or by the
 * wall clock (Linux and macOS stop the monotonic one). A wall clock set forward looks the same, and costs one ping.
 * Answers its undo.
 */
export const watchForWakeUp = (clock: Clock, woke: () => void): (() => void) => {
  let cancel: () => void = () => {};
  const look = (): void => {
    const monotonicMs = clock.monotonicMs();
    const wallMs = clock.now();
    cancel = clock.setTimer(LOOK_EVERY_MS, () => {
      const jumpMs =
        Math.max(clock.monotonicMs() - monotonicMs, clock.now() - wallMs) - LOOK_EVERY_MS;
      look();
      if (jumpMs > JUMP_MS) woke();
    });
  };
  look();
  return () => cancel();
};
