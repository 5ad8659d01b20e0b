import type { Clock } from './ports.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { TYPING_HOLD_MS } from '#shared/model/reply-hold.ts';

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
    if (this.#clock.monotonicMs() - lastMs < TYPING_HOLD_MS) return true;
    this.#lastKeyMs.delete(key);
    return false;
  }
}
