import type { Conversation, DraftBase, KeptDraft } from '#shared/model/conversation.ts';
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

/**
 * What another window did to the draft that the agent must hear of here (CV13): it sent this very text, or a text was written
 * at the same time there or here and gave way to the one that was typed last.
 */
export type DraftNews =
  | { readonly kind: 'sentElsewhere' }
  | { readonly kind: 'displaced'; readonly text: string };

/** Drafts are saved within 500 ms (ST6); typing on puts the save off by no more than that. */
const SAVE_AFTER_MS = 400;
/** A refused save is tried again after this, and after twice as long each further time. */
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** The same call would be refused again: the shop is deleted, the text is one that the core never takes, or was sent. */
const isFinal = ({ kind }: AppError): boolean =>
  kind === 'shop.unknown' || kind === 'ipc.invalidInput' || kind === 'draft.sentElsewhere';

type Row = Pick<Conversation, 'key' | 'draft' | 'draftRevision'>;

type Parts = {
  /** Of this window, as long as it lives. */
  readonly windowId: string;
  readonly save: (
    ref: ConversationRef,
    given: {
      readonly draft: string;
      readonly typedUpon: DraftBase;
      readonly typedAgoMs: number;
    },
  ) => Promise<Result<KeptDraft>>;
  /** What the core last told of a conversation. */
  readonly told: (key: ConversationKey) => Row | null;
  readonly later: (ms: number, run: () => void) => () => void;
  /** Elapsed time. */
  readonly nowMs: () => number;
};

type Written = {
  readonly draft: Draft;
  /** The core's draft that this text was typed upon: what the core holds, when the text is the same and nothing is unsaved. */
  readonly base: { readonly text: string; readonly revision: number };
};

/** A draft that the core does not hold yet. */
type Unsaved = {
  readonly ref: ConversationRef;
  typedAtMs: number;
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
 * until it is saved; then the text of two windows that was typed last wins, as the core judges. The core keeps it over
 * restarts. A draft stays unsaved until the core has said that it holds the newest text (CV13).
 */
export class DraftBook {
  readonly #parts: Parts;
  readonly #written = new Map<ConversationKey, Written>();
  readonly #unsaved = new Map<ConversationKey, Unsaved>();
  readonly #news = new Map<ConversationKey, DraftNews>();
  readonly #listeners = new Set<() => void>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Undefined for a conversation in which nothing was written in this window: its saved draft stands. */
  read(key: ConversationKey): Draft | undefined {
    return this.#written.get(key)?.draft;
  }

  /** What the present text was typed upon; goes with its save and its send. */
  baseOf(key: ConversationKey): DraftBase {
    const { windowId } = this.#parts;
    return { windowId, revision: this.#baseOf(key).revision };
  }

  newsOf(key: ConversationKey): DraftNews | null {
    return this.#news.get(key) ?? null;
  }

  setNews(key: ConversationKey, news: DraftNews | null): void {
    if (news === null) this.#news.delete(key);
    else this.#news.set(key, news);
    this.#notify();
  }

  write(ref: ConversationRef, draft: Draft): void {
    const key = conversationKey(ref);
    const before = this.#written.get(key);
    this.#written.set(key, { draft, base: this.#baseOf(key) });
    if (before?.draft.text !== draft.text) this.#noteUnsaved(key, ref);
    // Said until the next words are written.
    if (draft.text !== '' && this.newsOf(key)?.kind === 'sentElsewhere') this.#news.delete(key);
    this.#notify();
  }

  /**
   * The core told of rows. One whose draft differs, while everything written here is saved, was written to in another
   * window: this one follows it (CV13). A row that is older than what the core has answered here says nothing.
   */
  follow(rows: readonly Row[]): void {
    for (const row of rows) {
      const written = this.#written.get(row.key);
      if (written !== undefined && row.draftRevision >= written.base.revision)
        this.#followRow(row, written);
    }
  }

  /** A core that was started anew tells what it holds: its revisions begin anew as well. */
  beginLife(rows: readonly Row[]): void {
    const told = new Map(rows.map((row) => [row.key, row]));
    for (const [key, written] of this.#written) {
      const { draft, base } = written;
      const row = told.get(key);
      if (row === undefined) {
        this.#written.set(key, { draft, base: { ...base, revision: 0 } });
        continue;
      }
      // A draft that this text was not typed upon is one that it has not seen.
      const isSeen = row.draft === base.text;
      const revision = isSeen ? row.draftRevision : row.draftRevision - 1;
      const known = { draft, base: { ...base, revision } };
      this.#written.set(key, known);
      this.#followRow(row, known);
    }
  }

  #followRow({ key, draft: text, draftRevision: revision }: Row, written: Written): void {
    const { draft, base } = written;
    if (this.#unsaved.has(key) || draft.text !== base.text) return;
    const isSame = draft.text === text;
    const followed = isSame ? draft : { ...EMPTY_DRAFT, text };
    this.#written.set(key, { draft: followed, base: { text, revision } });
    if (!isSame) this.#notify();
  }

  /** PL13: what was written to buyers of deleted shops is gone, saved or not. */
  forgetShops(shopIds: readonly ShopId[]): void {
    const isGone = (key: ConversationKey): boolean =>
      shopIds.some((shopId) => key.startsWith(keyStartOf(shopId)));
    for (const [key, unsaved] of this.#unsaved) if (isGone(key)) this.#drop(key, unsaved);
    for (const kept of [this.#written, this.#news])
      for (const key of kept.keys()) if (isGone(key)) kept.delete(key);
    this.#notify();
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

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #textOf(key: ConversationKey): string {
    return this.#written.get(key)?.draft.text ?? '';
  }

  #baseOf(key: ConversationKey): Written['base'] {
    const base = this.#written.get(key)?.base;
    if (base !== undefined) return base;
    const told = this.#parts.told(key);
    return { text: told?.draft ?? '', revision: told?.draftRevision ?? 0 };
  }

  #noteUnsaved(key: ConversationKey, ref: ConversationRef): void {
    const typedAtMs = this.#parts.nowMs();
    const unsaved = this.#unsaved.get(key) ?? {
      ref,
      typedAtMs,
      cancel: null,
      isSaving: false,
      isDue: false,
      refusals: 0,
    };
    unsaved.typedAtMs = typedAtMs;
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
    const draft = this.#textOf(key);
    // The text stays in the composer, which says why; the change that shortens it is saved again.
    if (draft.length > MAX_CONTENT_CHARACTERS) {
      this.#drop(key, unsaved);
      return;
    }
    unsaved.cancel?.();
    unsaved.cancel = null;
    unsaved.isSaving = true;
    unsaved.isDue = false;
    const typedAgoMs = Math.max(0, this.#parts.nowMs() - unsaved.typedAtMs);
    const given = { draft, typedUpon: this.baseOf(key), typedAgoMs };
    void this.#parts.save(unsaved.ref, given).then((answer) => {
      this.#settle(key, unsaved, draft, answer);
    });
  }

  #settle(key: ConversationKey, unsaved: Unsaved, text: string, answer: Result<KeptDraft>): void {
    // Forgotten with its shop while the answer was on its way.
    if (this.#unsaved.get(key) !== unsaved) return;
    unsaved.isSaving = false;
    if (!answer.ok && !isFinal(answer.error)) {
      const wait = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** unsaved.refusals);
      unsaved.refusals += 1;
      unsaved.isDue = false;
      this.#saveLater(key, unsaved, wait);
      return;
    }
    unsaved.refusals = 0;
    const isNewest = this.#textOf(key) === text;
    if (isNewest) this.#drop(key, unsaved);
    if (answer.ok) this.#takeKept(key, text, answer.value, isNewest);
    else if (answer.error.kind === 'draft.sentElsewhere' && isNewest) this.#takeSent(key);
    if (isNewest) this.#catchUp(key);
    else if (unsaved.isDue) this.#save(key);
  }

  /** The core holds this text, or one that was typed later in another window. */
  #takeKept(key: ConversationKey, saved: string, kept: KeptDraft, isNewest: boolean): void {
    // What was typed on since wins when it is saved, upon the same base.
    if (kept.draft !== saved && !isNewest) return;
    const draft = this.read(key) ?? EMPTY_DRAFT;
    this.#written.set(key, {
      draft: kept.draft === saved ? draft : { ...EMPTY_DRAFT, text: kept.draft },
      base: { text: kept.draft, revision: kept.revision },
    });
    if (kept.displaced !== null) this.#news.set(key, { kind: 'displaced', text: kept.displaced });
    this.#notify();
  }

  /** Another window sent this text before it was saved here: a send empties both. */
  #takeSent(key: ConversationKey): void {
    const { revision } = this.#baseOf(key);
    this.#written.set(key, { draft: EMPTY_DRAFT, base: { text: '', revision } });
    this.setNews(key, { kind: 'sentElsewhere' });
  }

  /** What another window did while an answer was on its way here. */
  #catchUp(key: ConversationKey): void {
    const told = this.#parts.told(key);
    if (told !== null && told.draftRevision > this.#baseOf(key).revision) this.follow([told]);
  }
}
