import type { Place } from './places.ts';
import { type MediaRefusal, MediaRefused } from './upstream.ts';

/** One fetch from its place to its end, whatever ends it. */
export class Fetching {
  readonly #ending = new AbortController();
  readonly #away: AbortSignal;
  readonly #leave = (): void => this.end('network');
  #timer: NodeJS.Timeout | null = null;
  #why: MediaRefusal | null = null;
  place: Place | null = null;

  constructor(away: AbortSignal) {
    this.#away = away;
    away.addEventListener('abort', this.#leave);
    if (away.aborted) this.#leave();
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Begins the total deadline anew. */
  mustEndWithin(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end('slow'), ms);
  }

  /** Idempotent: the first reason counts. */
  end(why: MediaRefusal): void {
    this.#why ??= why;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#away.removeEventListener('abort', this.#leave);
    this.#ending.abort();
    this.place?.free();
  }

  /** What `work` says, or why the fetch was ended meanwhile. Rejects with `MediaRefused` alone. */
  async until<Value>(work: Promise<Value>): Promise<Value> {
    const ended = Promise.withResolvers<never>();
    const refuse = (): void => ended.reject(new MediaRefused(this.#why ?? 'network'));
    this.signal.addEventListener('abort', refuse);
    if (this.signal.aborted) refuse();
    try {
      return await Promise.race([work, ended.promise]);
    } catch (error) {
      throw new MediaRefused(this.#why ?? (error instanceof MediaRefused ? error.kind : 'network'));
    } finally {
      this.signal.removeEventListener('abort', refuse);
      // Whoever lost the race is heard by nobody else.
      void work.catch(() => {});
    }
  }
}
