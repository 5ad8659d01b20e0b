import { conversationKey, type ConversationKey, type ConversationRef } from '#shared/model/ids.ts';

/** While the agent types the core is told this often; it holds back-office replies for 15 s (CV5). */
export const REPORT_EVERY_MS = 5_000;

/** Tells the core that the agent is typing: seldom enough to cost nothing, at once when the text is gone. */
export class TypingReport {
  readonly #notify: (ref: ConversationRef, hasText: boolean) => void;
  readonly #toldAt = new Map<ConversationKey, number>();

  constructor(notify: (ref: ConversationRef, hasText: boolean) => void) {
    this.#notify = notify;
  }

  /** A key changed the text. `now` in milliseconds of any clock that only grows. */
  note(ref: ConversationRef, hasText: boolean, now: number): void {
    const key = conversationKey(ref);
    const toldAt = this.#toldAt.get(key);
    if (!hasText) {
      if (toldAt === undefined) return;
      this.#toldAt.delete(key);
      this.#notify(ref, false);
      return;
    }
    if (toldAt !== undefined && now - toldAt < REPORT_EVERY_MS) return;
    this.#toldAt.set(key, now);
    this.#notify(ref, true);
  }
}
