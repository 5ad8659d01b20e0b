import type { Clock } from './ports.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { TYPING_ENDS_MS, TYPING_HOLD_MS } from '#shared/model/reply-hold.ts';

/** Where the agent is typing (CV5). Lives in memory only: after a restart nobody is typing. */
export class TypingWatch {
  readonly #clock: Clock;
  readonly #lastKeyMs = new Map<ConversationKey, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A key was pressed; without text in the composer nobody is typing any more. */
  note(key: ConversationKey, hasText: boolean): void {
    if (hasText) this.#lastKeyMs.set(key, this.#clock.monotonicMs());
    else this.#lastKeyMs.delete(key);
  }

  isTyping(key: ConversationKey): boolean {
    const lastMs = this.#lastKeyMs.get(key);
    if (lastMs === undefined) return false;
    return this.#clock.monotonicMs() - lastMs < TYPING_HOLD_MS;
  }

  /** How long a hold for typing goes on if no other key comes, in ms; 0 when it is over. */
  holdLeftMs(key: ConversationKey): number {
    const lastMs = this.#lastKeyMs.get(key);
    if (lastMs === undefined) return 0;
    const leftMs = lastMs + TYPING_ENDS_MS - this.#clock.monotonicMs();
    if (leftMs > 0) return leftMs;
    this.#lastKeyMs.delete(key);
    return 0;
  }
}
