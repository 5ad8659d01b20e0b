import type { PlatformMessage } from '../../core/ports/facts.ts';
import type { PlatformMessageId } from '#shared/model/ids.ts';

/** How long the stream may come after the poll with the same message. */
export const STREAM_GRACE_MS = 10_000;
const DECODE_WINDOW = 200;
const FEWEST_UNDECODED = 3;
const LEAST_DECODED = 0.8;
/** So many in a row that could be read, and what could not is the past. */
const ENOUGH_DECODED = 10;

/** Why a connected page is not healthy (PL2), null when it is. */
export type HealthVerdict = 'silent' | 'decode' | null;

/**
 * Whether what the page's stream brings can be trusted: it is silent when the list poll finds buyers' messages that the
 * stream never brings, and unreadable when too little of it can be decoded.
 */
export class StreamHealth {
  readonly #missed = new Map<PlatformMessageId, number>();
  /** Of what the stream brought. */
  #outcomes: boolean[] = [];
  /** The list shows the same messages again and again: only its last state counts. */
  #list = { decoded: 0, undecoded: 0 };

  streamBrought(messages: readonly PlatformMessage[], undecoded: number): void {
    // A stream that brings anything is alive; what it left out before is not its fault any more.
    if (messages.some((message) => message.from === 'buyer')) this.#missed.clear();
    this.#note(messages.length, undecoded);
  }

  /**
   * What the whole list shows now, and of it the messages that no stream had brought before the poll did (`fresh`); not those
   * of a first poll, which are history.
   */
  pollBrought(
    list: {
      readonly fresh: readonly PlatformMessage[];
      readonly decoded: number;
      readonly undecoded: number;
    },
    nowMonotonicMs: number,
  ): void {
    for (const { from, platformMessageId } of list.fresh)
      if (from === 'buyer') this.#missed.set(platformMessageId, nowMonotonicMs);
    this.#list = { decoded: list.decoded, undecoded: list.undecoded };
  }

  verdict(nowMonotonicMs: number): HealthVerdict {
    const undecoded = this.#outcomes.filter((outcome) => !outcome).length;
    const stream = { decoded: this.#outcomes.length - undecoded, undecoded };
    if (isUnreadable(stream) || isUnreadable(this.#list)) return 'decode';
    const isMissing = [...this.#missed.values()].some(
      (sinceMonotonicMs) => nowMonotonicMs - sinceMonotonicMs >= STREAM_GRACE_MS,
    );
    if (!isMissing) return null;
    // What came may well have been what is missing.
    return undecoded + this.#list.undecoded > 0 ? 'decode' : 'silent';
  }

  #note(decoded: number, undecoded: number): void {
    this.#outcomes.push(
      ...Array.from({ length: Math.min(decoded, DECODE_WINDOW) }, () => true),
      ...Array.from({ length: Math.min(undecoded, DECODE_WINDOW) }, () => false),
    );
    const isReadAgain = !this.#outcomes.slice(-ENOUGH_DECODED).includes(false);
    if (isReadAgain && this.#outcomes.length >= ENOUGH_DECODED) this.#outcomes = [];
    this.#outcomes = this.#outcomes.slice(-DECODE_WINDOW);
  }
}

const isUnreadable = (seen: { readonly decoded: number; readonly undecoded: number }): boolean =>
  seen.undecoded >= FEWEST_UNDECODED &&
  seen.decoded / (seen.decoded + seen.undecoded) < LEAST_DECODED;
