import {
  conversationKey,
  keyStartOf,
  type ConversationKey,
  type ConversationRef,
  type MessageId,
  type ShopId,
  type SuggestionId,
} from '#shared/model/ids.ts';

/** What is being written to one buyer. */
export type Draft = {
  readonly text: string;
  /** The suggestion that the text came from; a send settles it. */
  readonly suggestionId: SuggestionId | null;
  /** Id of a send of this very text whose answer got lost: sent again, it must be the same send. */
  readonly retryId: MessageId | null;
};

export const EMPTY_DRAFT: Draft = { text: '', suggestionId: null, retryId: null };

/** Drafts are saved within 500 ms (ST6); typing on puts the save off by no more than that. */
const SAVE_AFTER_MS = 400;

type Parts = {
  readonly save: (ref: ConversationRef, text: string) => void;
  readonly later: (ms: number, run: () => void) => () => void;
};

/**
 * The texts being written, one per (shop, buyer) (CV1). What is written here wins over what the core knows,
 * for as long as this window lives; the core keeps it over restarts.
 */
export class DraftBook {
  readonly #parts: Parts;
  readonly #drafts = new Map<ConversationKey, Draft>();
  readonly #unsaved = new Map<ConversationKey, { ref: ConversationRef; cancel: () => void }>();
  readonly #listeners = new Set<() => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Undefined for a conversation in which nothing was written in this window: its saved draft stands. */
  read(key: ConversationKey): Draft | undefined {
    return this.#drafts.get(key);
  }

  write(ref: ConversationRef, draft: Draft): void {
    const key = conversationKey(ref);
    const before = this.#drafts.get(key);
    this.#drafts.set(key, draft);
    if (before?.text !== draft.text && !this.#unsaved.has(key)) {
      const cancel = this.#parts.later(SAVE_AFTER_MS, () => {
        this.#save(key);
      });
      this.#unsaved.set(key, { ref, cancel });
    }
    for (const listener of this.#listeners) listener();
  }

  /** PL13: what was written to buyers of deleted shops is gone, saved or not. */
  forgetShops(shopIds: readonly ShopId[]): void {
    const isGone = (key: ConversationKey): boolean =>
      shopIds.some((shopId) => key.startsWith(keyStartOf(shopId)));
    for (const [key, { cancel }] of this.#unsaved) {
      if (!isGone(key)) continue;
      cancel();
      this.#unsaved.delete(key);
    }
    for (const key of this.#drafts.keys()) if (isGone(key)) this.#drafts.delete(key);
    for (const listener of this.#listeners) listener();
  }

  /** Saves at once what is waiting: of one conversation, or of all. */
  flush(key?: ConversationKey): void {
    for (const waiting of key === undefined ? [...this.#unsaved.keys()] : [key])
      this.#save(waiting);
  }

  /** Hears every change. Returns its undo. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #save(key: ConversationKey): void {
    const waiting = this.#unsaved.get(key);
    if (waiting === undefined) return;
    this.#unsaved.delete(key);
    waiting.cancel();
    this.#parts.save(waiting.ref, this.#drafts.get(key)?.text ?? '');
  }
}
