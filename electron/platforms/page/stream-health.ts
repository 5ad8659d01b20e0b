import type { PlatformMessage } from '../../core/ports.ts';
import type { PlatformMessageId } from '#shared/model/ids.ts';

/** How long the stream may come after the poll with the same message. */
export const STREAM_GRACE_MS = 10_000;
const DECODE_WINDOW = 200;
const FEWEST_UNDECODED = 3;
const LEAST_DECODED = 0.8;

/** Why a connected page is not healthy (PL2), null when it is. */
export type HealthVerdict = 'silent' | 'decode' | null;

/**
 * Whether what the page's stream brings can be trusted: it is silent when the list poll finds buyers' messages that the
 * stream never brings, and unreadable when too little of it can be decoded. Times are monotonic ms.
 */
export class StreamHealth {
  readonly #missed = new Map<PlatformMessageId, number>();
  #outcomes: boolean[] = [];

  streamBrought(messages: readonly PlatformMessage[], undecoded: number): void {
    // A stream that brings anything is alive; what it left out before is not its fault any more.
    if (messages.some((message) => message.from === 'buyer')) this.#missed.clear();
    this.#note(messages.length, undecoded);
  }

  /** Messages that no stream had brought before the poll did; not those of a first poll, which are history. */
  pollBrought(fresh: readonly PlatformMessage[], undecoded: number, now: number): void {
    for (const { from, platformMessageId } of fresh)
      if (from === 'buyer') this.#missed.set(platformMessageId, now);
    if (undecoded > 0) this.#note(0, undecoded);
  }

  verdict(now: number): HealthVerdict {
    const undecoded = this.#outcomes.filter((outcome) => !outcome).length;
    const decodedRatio = 1 - undecoded / Math.max(1, this.#outcomes.length);
    if (undecoded >= FEWEST_UNDECODED && decodedRatio < LEAST_DECODED) return 'decode';
    const isMissing = [...this.#missed.values()].some((since) => now - since >= STREAM_GRACE_MS);
    if (!isMissing) return null;
    // What came may well have been what is missing.
    return undecoded > 0 ? 'decode' : 'silent';
  }

  #note(decoded: number, undecoded: number): void {
    this.#outcomes.push(
      ...Array.from({ length: Math.min(decoded, DECODE_WINDOW) }, () => true),
      ...Array.from({ length: Math.min(undecoded, DECODE_WINDOW) }, () => false),
    );
    this.#outcomes = this.#outcomes.slice(-DECODE_WINDOW);
  }
}
