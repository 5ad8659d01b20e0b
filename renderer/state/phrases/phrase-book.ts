import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '#shared/ipc/contract.ts';
import type { PhraseId } from '#shared/model/ids.ts';
import {
  compareUse,
  findable,
  initialsSourceOf,
  type FindablePhrase,
} from '#shared/model/phrase-match.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { applyPhrases, type Delta } from '#shared/sync/delta.ts';

export type PhraseBookState = {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly phrases: ReadonlyMap<PhraseId, Phrase>;
  /** All of them in the order in which they are offered. A use alone changes no order until `rank`: nothing moves under the pointer. */
  readonly ranked: readonly FindablePhrase[];
};

/** Phrases whose initials are made without a pause: some milliseconds of work. */
const INITIALS_AT_ONCE = 40;
const RETRY_MS = 1_000;

type Initials = { readonly source: string; readonly letters: string };

/** The agent's quick phrases in this window: loaded once for each line to the core, kept current by deltas. */
export class PhraseBook {
  readonly store: StoreApi<PhraseBookState> = createStore<PhraseBookState>(() => ({
    phase: 'loading',
    phrases: new Map(),
    ranked: [],
  }));
  readonly #bridge: Bridge;
  readonly #later: (ms: number, run: () => void) => () => void;
  readonly #initials = new Map<PhraseId, Initials>();
  #initialsOf: ((text: string) => string) | null = null;
  #isMaking = false;
  #load = 0;
  /** Deltas that came while an answer was under way: they are as new as it, or newer. */
  #held: Delta[] = [];
  #isLoading = false;

  constructor(parts: {
    readonly bridge: Bridge;
    readonly later: (ms: number, run: () => void) => () => void;
  }) {
    this.#bridge = parts.bridge;
    this.#later = parts.later;
  }

  /** After every snapshot: what was told between two lines is not known. */
  async reload(): Promise<void> {
    this.#load += 1;
    const load = this.#load;
    this.#isLoading = true;
    this.#held = [];
    const answer = await this.#bridge.call('phrases.load', {});
    if (load !== this.#load) return;
    this.#isLoading = false;
    if (!answer.ok) {
      this.store.setState(({ phase }) => ({ phase: phase === 'ready' ? 'ready' : 'failed' }));
      // A closed line loads again by itself when it opens.
      if (answer.error.kind !== 'ipc.disconnected')
        this.#later(RETRY_MS, () => {
          if (load === this.#load) void this.reload();
        });
      return;
    }
    let phrases: ReadonlyMap<PhraseId, Phrase> = new Map(
      answer.value.map((row) => [row.phraseId, row]),
    );
    for (const delta of this.#held) phrases = applyPhrases(phrases, delta);
    this.#held = [];
    this.store.setState({ phase: 'ready', phrases, ranked: this.#rankedOf(phrases) });
    this.#makeInitials();
  }

  applyDelta(delta: Delta): void {
    if (delta.phrases === undefined && delta.removedPhrases === undefined) return;
    if (this.#isLoading) this.#held.push(delta);
    const before = this.store.getState().phrases;
    const phrases = applyPhrases(before, delta);
    const isSame = (row: Phrase): boolean => {
      const old = before.get(row.phraseId);
      return old !== undefined && isUsedOnly(old, row);
    };
    const onlyUses = delta.removedPhrases === undefined && (delta.phrases ?? []).every(isSame);
    if (onlyUses) this.store.setState({ phrases, ranked: this.#refreshed(phrases) });
    else this.store.setState({ phrases, ranked: this.#rankedOf(phrases) });
    this.#makeInitials();
  }

  /** Takes the uses since the last time into the order; when another buyer is looked at. */
  rank(): void {
    const { phrases, ranked } = this.store.getState();
    const next = this.#rankedOf(phrases);
    const isMoved = next.some((row, at) => row.phrase.phraseId !== ranked[at]?.phrase.phraseId);
    if (isMoved) this.store.setState({ ranked: next });
  }

  #rankedOf(phrases: ReadonlyMap<PhraseId, Phrase>): readonly FindablePhrase[] {
    return [...phrases.values()].sort(compareUse).map((phrase) => this.#findable(phrase));
  }

  /** The same order with the present rows. */
  #refreshed(phrases: ReadonlyMap<PhraseId, Phrase>): readonly FindablePhrase[] {
    return this.store.getState().ranked.map((row) => {
      const phrase = phrases.get(row.phrase.phraseId);
      if (phrase === undefined || phrase === row.phrase) return row;
      const { code, text, initials } = row;
      return { phrase, code, text, initials };
    });
  }

  #findable(phrase: Phrase): FindablePhrase {
    const initials = this.#initials.get(phrase.phraseId);
    const isCurrent = initials !== undefined && initials.source === initialsSourceOf(phrase);
    return findable(phrase, isCurrent ? initials.letters : '');
  }

  /** Makes the missing initials a few at a time, so that no key waits for them. */
  #makeInitials(): void {
    if (this.#isMaking || this.store.getState().phrases.size === 0) return;
    this.#isMaking = true;
    void this.#loadInitials().then((initialsOf) => {
      this.#makeSome(initialsOf);
    });
  }

  async #loadInitials(): Promise<(text: string) => string> {
    this.#initialsOf ??= (await import('./initials.ts')).initialsOf;
    return this.#initialsOf;
  }

  #makeSome(initialsOf: (text: string) => string): void {
    const { phrases } = this.store.getState();
    let made = 0;
    for (const phrase of phrases.values()) {
      if (made === INITIALS_AT_ONCE) break;
      const source = initialsSourceOf(phrase);
      if (this.#initials.get(phrase.phraseId)?.source === source) continue;
      this.#initials.set(phrase.phraseId, { source, letters: initialsOf(source) });
      made += 1;
    }
    if (made === INITIALS_AT_ONCE) {
      this.#later(0, () => {
        this.#makeSome(initialsOf);
      });
      return;
    }
    this.#isMaking = false;
    for (const phraseId of this.#initials.keys())
      if (!phrases.has(phraseId)) this.#initials.delete(phraseId);
    const { ranked } = this.store.getState();
    this.store.setState({ ranked: ranked.map(({ phrase }) => this.#findable(phrase)) });
  }
}

const isUsedOnly = (old: Phrase, row: Phrase): boolean =>
  JSON.stringify({ ...old, usedCount: 0, usedAt: 0 }) ===
  JSON.stringify({ ...row, usedCount: 0, usedAt: 0 });
