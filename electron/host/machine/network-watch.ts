import { networkInterfaces } from 'node:os';
import type { Clock } from '../../core/ports/clock.ts';

const LOOK_EVERY_MS = 3_000;

/** The addresses by which this machine is reached, loopback apart, as one text. */
const addresses = (): string =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal }) => !internal)
    .map(({ address }) => address)
    .sort()
    .join(' ');

/**
 * Tells of a change of the machine's addresses (GW3): a cable, another WLAN, a VPN. Works without a page and without
 * Electron. `read` gives the addresses; a system that does not tell them has no changes. Answers its undo.
 */
export const watchNetwork = (
  clock: Clock,
  changed: () => void,
  read: () => string = addresses,
): (() => void) => {
  const tryRead = (): string | null => {
    try {
      return read();
    } catch {
      return null;
    }
  };
  let known = tryRead();
  let cancel: () => void = () => {};
  const look = (): void => {
    cancel = clock.setTimer(LOOK_EVERY_MS, () => {
      const seen = tryRead();
      look();
      if (seen === null || seen === known) return;
      known = seen;
      changed();
    });
  };
  look();
  return () => cancel();
};
