import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Store, SweepQuery } from './ports/store.ts';
import type { WorkingState } from './working-state.ts';
import { keptSince } from '#shared/model/keeping.ts';

const HOUR_MS = 3_600_000;
/** A start has other things to do. */
const FIRST_AFTER_MS = 60_000;
/** Between two steps, so that no call of the agent waits for more than one. */
const PAUSE_MS = 200;
const AGAIN_AFTER_MS = 6 * HOUR_MS;
/** The database refused a step: a full disk, a lock. */
const AFTER_TROUBLE_MS = 10 * 60_000;

/** A gateway that repeats a message id later than this is not de-duplicated (GW11). */
const FRAME_IDS_KEPT_MS = 30 * 24 * HOUR_MS;

type HousekeepingParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'sweep'>;
  readonly state: Pick<WorkingState, 'settings' | 'believedNow'>;
};

/** Forgets what is older than it is kept (PF4), in small steps while the agent works. */
export class Housekeeping {
  readonly #parts: HousekeepingParts;
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;
  #after: SweepQuery['after'] = null;
  #removed = 0;

  constructor(parts: HousekeepingParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#in(FIRST_AFTER_MS);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  #in(ms: number): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#parts.clock.setTimer(ms, () => void this.#step());
  }

  async #step(): Promise<void> {
    const { clock, store, state, log } = this.#parts;
    const now = state.believedNow(Math.trunc(clock.now()));
    try {
      const { removedMessages, next, isDone } = await store.sweep({
        after: this.#after,
        messagesBefore: keptSince(state.settings.keepDays, now),
        frameIdsBefore: now - FRAME_IDS_KEPT_MS,
      });
      this.#removed += removedMessages;
      this.#after = isDone ? null : next;
      if (isDone && this.#removed > 0) log.info('core.forgotten', { messages: this.#removed });
      if (isDone) this.#removed = 0;
      this.#in(isDone ? AGAIN_AFTER_MS : PAUSE_MS);
    } catch {
      this.#after = null;
      this.#in(AFTER_TROUBLE_MS);
    }
  }
}
