import type { Clock } from '../../core/ports/clock.ts';
import type { ShopState } from '#shared/model/shop.ts';

const PROBE_EVERY_MS = 60_000;
const PROBE_FAILED_EVERY_MS = 15_000;
const PROBE_CHALLENGE_EVERY_MS = 5_000;

export type ProbeLoopParts = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly state: () => ShopState;
  /** Schedules the next one when it is done. */
  readonly probe: () => void;
};

/** PL2: a probe every 60 s; sooner while something is wrong, and every 5 s while a person is at a challenge (PL8). */
export class ProbeLoop {
  readonly #parts: ProbeLoopParts;
  #cancel: () => void = () => {};

  constructor(parts: ProbeLoopParts) {
    this.#parts = parts;
    parts.signal.addEventListener('abort', () => this.#cancel());
  }

  /** Sets the time of the next probe by the state that the shop is in now. */
  schedule(): void {
    const { clock, signal, state, probe } = this.#parts;
    this.#cancel();
    if (signal.aborted) return;
    this.#cancel = clock.setTimer(pauseAfter(state()), probe);
  }
}

const pauseAfter = ({ kind, reason }: ShopState): number => {
  if (kind === 'challenge') return PROBE_CHALLENGE_EVERY_MS;
  const isFailing = kind === 'adapter_broken' || reason?.code === 'probe';
  return isFailing ? PROBE_FAILED_EVERY_MS : PROBE_EVERY_MS;
};
