import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';

const SPAN_MS = 60_000;
const MOST_IN_A_SPAN = 10;

/** Writes down what was refused, at a bounded rate: whoever knocks without end cannot push everything else out of the log. */
export class RefusalLog {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #log: Log;
  #spanEndsAtMonotonicMs = 0;
  #inSpan = 0;

  constructor(clock: Pick<Clock, 'monotonicMs'>, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  note(event: string, why: string): void {
    const now = this.#clock.monotonicMs();
    if (now >= this.#spanEndsAtMonotonicMs) {
      const unwritten = this.#inSpan - MOST_IN_A_SPAN;
      if (unwritten > 0) this.#log.warn('http.moreRefused', { count: unwritten });
      this.#spanEndsAtMonotonicMs = now + SPAN_MS;
      this.#inSpan = 0;
    }
    this.#inSpan += 1;
    if (this.#inSpan <= MOST_IN_A_SPAN) this.#log.warn(event, { why });
  }
}
