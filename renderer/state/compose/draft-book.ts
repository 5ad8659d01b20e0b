import type { Conversation } from '#shared/model/conversation.ts';
import {
  conversationKey,
  keyStartOf,
  type ConversationKey,
  type ConversationRef,
  type MessageId,
  type ShopId,
  type SuggestionId,
} from '#shared/model/ids.ts';
import { MAX_CONTENT_CHARACTERS } from '#shared/model/message.ts';
import type { AppError, Result } from '#shared/model/result.ts';

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
/** A refused save is tried again after this, and after twice as long each further time. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** The same call would be refused again: the shop is deleted, or the text is one that the core never takes. */
const isFinal = ({ kind }: AppError): boolean =>
  kind === 'shop.unknown' || kind === 'ipc.invalidInput';

type Parts = {
  readonly save: (ref: ConversationRef, text: string) => Promise<Result<null>>;
  readonly later: (ms: number, run: () => void) => () => void;
};

/** A draft that the core does not hold yet. */
type Unsaved = {
  readonly ref: ConversationRef;
  /** Ends the timer of the next save; null when none runs. */
  cancel: (() => void) | null;
  /** One save of a conversation is on its way at a time: an older text never arrives behind a newer one. */
  isSaving: boolean;
  /** The next save fell due while one was on its way. */
  isDue: boolean;
  /** Refusals in a row. */
  refusals: number;
};

/**
 * The texts being written, one per (shop, buyer) (CV1). What is written here wins over what the core knows
 * until it is saved; then the newer of two windows wins. The core keeps it over restarts. A draft stays unsaved until the core has said
 * that it holds the newest text (CV13).
 */
export class DraftBook {
  readonly #parts: Parts;
  readonly #drafts = new Map<ConversationKey, Draft>();
  /** What the core has said it holds. A draft of this very text is clean. */
  readonly #held = new Map<ConversationKey, string>();
  readonly #unsaved = new Map<ConversationKey, Unsaved>();
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
    if (before?.text !== draft.text) this.#noteUnsaved(key, ref);
    for (const listener of this.#listeners) listener();
  }

  /**
   * The core told of rows. One whose draft differs, while everything written here is saved, was written to in another
   * window: this one follows it (CV13). Own saves are told before they are answered, so no older own text comes here.
   */
  follow(rows: readonly Pick<Conversation, 'key' | 'draft'>[]): void {
    const newer = rows.filter(({ key, draft }) => {
      const own = this.#drafts.get(key)?.text;
      const isClean = own !== undefined && !this.#unsaved.has(key) && this.#held.get(key) === own;
      return isClean && own !== draft;
    });
    if (newer.length === 0) return;
    for (const { key, draft } of newer) {
      this.#drafts.set(key, { ...EMPTY_DRAFT, text: draft });
      this.#held.set(key, draft);
    }
    for (const listener of this.#listeners) listener();
  }

  /** PL13: what was written to buyers of deleted shops is gone, saved or not. */
  forgetShops(shopIds: readonly ShopId[]): void {
    const isGone = (key: ConversationKey): boolean =>
      shopIds.some((shopId) => key.startsWith(keyStartOf(shopId)));
    for (const [key, unsaved] of this.#unsaved) if (isGone(key)) this.#drop(key, unsaved);
    for (const key of this.#drafts.keys()) if (isGone(key)) this.#drafts.delete(key);
    for (const key of this.#held.keys()) if (isGone(key)) this.#held.delete(key);
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

  #textOf(key: ConversationKey): string {
    return this.#drafts.get(key)?.text ?? '';
  }

  #noteUnsaved(key: ConversationKey, ref: ConversationRef): void {
    const unsaved = this.#unsaved.get(key) ?? {
      ref,
      cancel: null,
      isSaving: false,
      isDue: false,
      refusals: 0,
    };
    this.#unsaved.set(key, unsaved);
    if (unsaved.cancel === null && !unsaved.isDue) this.#saveLater(key, unsaved, SAVE_AFTER_MS);
  }

  #saveLater(key: ConversationKey, unsaved: Unsaved, ms: number): void {
    unsaved.cancel?.();
    unsaved.cancel = this.#parts.later(ms, () => {
      unsaved.cancel = null;
      this.#save(key);
    });
  }

  #drop(key: ConversationKey, unsaved: Unsaved): void {
    unsaved.cancel?.();
    this.#unsaved.delete(key);
  }

  #save(key: ConversationKey): void {
    const unsaved = this.#unsaved.get(key);
    if (unsaved === undefined) return;
    if (unsaved.isSaving) {
      unsaved.isDue = true;
      return;
    }
    const text = this.#textOf(key);
    // The text stays in the composer, which says why; the change that shortens it is saved again.
    if (text.length > MAX_CONTENT_CHARACTERS) {
      this.#drop(key, unsaved);
      return;
    }
    unsaved.cancel?.();
    unsaved.cancel = null;
    unsaved.isSaving = true;
    unsaved.isDue = false;
    void this.#parts.save(unsaved.ref, text).then((answer) => {
      this.#settle(key, unsaved, text, answer);
    });
  }

  #settle(key: ConversationKey, unsaved: Unsaved, text: string, answer: Result<null>): void {
    // Forgotten with its shop while the answer was on its way.
    if (this.#unsaved.get(key) !== unsaved) return;
    unsaved.isSaving = false;
    if (answer.ok) this.#held.set(key, text);
    if (answer.ok || isFinal(answer.error)) {
      unsaved.refusals = 0;
      if (this.#textOf(key) === text) this.#drop(key, unsaved);
      else if (unsaved.isDue) this.#save(key);
      return;
    }
    const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** unsaved.refusals);
    unsaved.refusals += 1;
    unsaved.isDue = false;
    this.#saveLater(key, unsaved, wait);
  }
}
