import type { Clock, Fact, FactSink } from '../core/ports.ts';
import { pause } from './session/pause.ts';
import { TurnQueue } from '#shared/async/turn-queue.ts';

const TRY_AGAIN_MS = 1_000;

/**
 * The facts of one shop, in order. Messages that the core could not take reject, and are brought again by the page;
 * everything else has no one to bring it again and is offered until it is taken.
 */
export class FactQueue {
  readonly #sink: FactSink;
  readonly #clock: Clock;
  readonly #ending = new AbortController();
  readonly #turns = new TurnQueue();

  constructor(sink: FactSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  notify(fact: Fact): Promise<void> {
    return this.#turns.run(() =>
      fact.kind === 'platform.messages' ? this.#sink.accept(fact) : this.#offer(fact),
    );
  }

  end(): void {
    this.#ending.abort();
  }

  async #offer(fact: Fact): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      try {
        return await this.#sink.accept(fact);
      } catch {
        if (fact.kind === 'platform.heard') return;
        await pause(this.#clock, TRY_AGAIN_MS, signal);
      }
    }
  }
}
