import type { Clock } from './ports/clock.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { TYPING_ENDS_MS, TYPING_HOLD_MS } from '#shared/model/reply-hold.ts';

/** Where the agent is typing (CV5). Lives in memory only: after a restart nobody is typing. */
export class TypingWatch {
  readonly #clock: Clock;
  readonly #lastKeyMonotonicMs = new Map<ConversationKey, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A key was pressed; without text in the composer nobody is typing any more. */
  note(key: ConversationKey, hasText: boolean): void {
    if (hasText) this.#lastKeyMonotonicMs.set(key, this.#clock.monotonicMs());
    else this.#lastKeyMonotonicMs.delete(key);
  }

  isTyping(key: ConversationKey): boolean {
    const lastMonotonicMs = this.#lastKeyMonotonicMs.get(key);
    if (lastMonotonicMs === undefined) return false;
    return this.#clock.monotonicMs() - lastMonotonicMs < TYPING_HOLD_MS;
  }

  /** How long a hold for typing goes on if no other key comes, in ms; 0 when it is over. */
  holdLeftMs(key: ConversationKey): number {
    const lastMonotonicMs = this.#lastKeyMonotonicMs.get(key);
    if (lastMonotonicMs === undefined) return 0;
    const leftMs = lastMonotonicMs + TYPING_ENDS_MS - this.#clock.monotonicMs();
    if (leftMs > 0) return leftMs;
    this.#lastKeyMonotonicMs.delete(key);
    return 0;
  }
}
