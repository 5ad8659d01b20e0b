import type { ConversationKey } from '#shared/model/ids.ts';
import type { FilledPart } from '#shared/model/phrase-fill.ts';

const NONE: readonly FilledPart[] = [];

/**
 * Messages that go right behind the words in the box, in their order: what a phrase of several messages has beyond the text that the
 * agent sees in the box. Kept for this window's life, one list for each conversation.
 */
export class FollowUps {
  readonly #parts = new Map<ConversationKey, readonly FilledPart[]>();
  readonly #listeners = new Set<() => void>();

  read(key: ConversationKey): readonly FilledPart[] {
    return this.#parts.get(key) ?? NONE;
  }

  add(key: ConversationKey, parts: readonly FilledPart[]): void {
    if (parts.length > 0) this.#set(key, [...this.read(key), ...parts]);
  }

  /** Takes one out, by its place. */
  remove(key: ConversationKey, at: number): void {
    this.#set(
      key,
      this.read(key).filter((_, place) => place !== at),
    );
  }

  /** All of them, for a send; they are gone then. */
  take(key: ConversationKey): readonly FilledPart[] {
    const parts = this.read(key);
    if (parts.length > 0) this.#set(key, NONE);
    return parts;
  }

  /** Those that could not be sent come back in front. */
  giveBack(key: ConversationKey, parts: readonly FilledPart[]): void {
    if (parts.length > 0) this.#set(key, [...parts, ...this.read(key)]);
  }

  /** Returns its undo. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #set(key: ConversationKey, parts: readonly FilledPart[]): void {
    if (parts.length === 0) this.#parts.delete(key);
    else this.#parts.set(key, parts);
    for (const listener of this.#listeners) listener();
  }
}
