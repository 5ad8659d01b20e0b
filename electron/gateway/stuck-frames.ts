import type { OutboxRow } from '../core/ports/store.ts';
import type { GatewayEndReason } from '#shared/model/gateway-status.ts';

/** How a connection that is careful sends: each row up to `upTo` alone, and nothing before it was quiet for `calmMs`. */
export type Care = { readonly upTo: number; readonly calmMs: number };

/** What a connection had written when it ended, of rows that the gateway was not proven to have read. */
export type DrainLeft = {
  /** The last row that was proven to be read, on this connection or before. */
  readonly acknowledgedSeq: number;
  /** The last row that was written. */
  readonly writtenSeq: number;
  /** How long the oldest unproven row had been written; null when there was none. */
  readonly openForMs: number | null;
  /** The unproven row, where it was sent alone over a line that had been quiet and alive. */
  readonly alone: OutboxRow | null;
};

/** GW9: the third end is the one that counts, with the row alone. */
const ENDS_BEFORE_CARE = 2;
/** A line that is cut so often that it cannot live this long is no fault of a frame. */
const SHORTEST_CALM_MS = 1_000;
/** Longer than a gateway that has stopped answering is waited for (GW4). */
const LONGEST_CALM_MS = 15_000;

/** Ends that say nothing of what was sent: the gateway's own frame broke the line (GW6), or the computer slept. */
const WITHOUT_MEANING: ReadonlySet<GatewayEndReason> = new Set([
  'badFrame',
  'frameTooLarge',
  'asleep',
]);

/**
 * GW9: finds the frame on which the back office ends the line, so that it holds nobody up. Two ends in a row with unproven
 * rows and without progress make the next connection careful. It first stays quiet for twice as long as the line last lived
 * behind the rows, and asks for a pong: a network that cuts whatever is sent cuts here, and the suspicion is dropped. Then
 * it sends row by row, each with a ping behind it. A row behind which this line ends is the one, and leaves the outbox.
 * The rest of what was in flight at both ends stays under suspicion. All of it is memory of this life.
 */
export class StuckFrames {
  #ends = 0;
  #headSeq = 0;
  #upTo = 0;
  #longestMs = 0;

  /** How the next connection sends; null for the usual way. */
  get care(): Care | null {
    if (this.#ends < ENDS_BEFORE_CARE) return null;
    const calmMs = Math.min(LONGEST_CALM_MS, Math.max(SHORTEST_CALM_MS, 2 * this.#longestMs));
    return { upTo: this.#upTo, calmMs };
  }

  /** A connection that had become ready ended without our doing. Answers the row that has to be set aside, if there is one. */
  ended(left: DrainLeft, reason: GatewayEndReason): OutboxRow | null {
    if (WITHOUT_MEANING.has(reason)) return null;
    if (left.alone !== null) return left.alone;
    if (left.openForMs === null) this.forget();
    else this.#count(left, left.openForMs);
    return null;
  }

  /** Another back office, or a line that ended while nothing was under way. */
  forget(): void {
    this.#ends = 0;
  }

  #count(left: DrainLeft, openForMs: number): void {
    // After a careful connection that came through, what is open now is under suspicion for the first time.
    const isAgain = this.#ends === 1 && left.acknowledgedSeq === this.#headSeq;
    this.#ends = isAgain ? ENDS_BEFORE_CARE : 1;
    this.#headSeq = left.acknowledgedSeq;
    this.#upTo = isAgain ? Math.min(this.#upTo, left.writtenSeq) : left.writtenSeq;
    this.#longestMs = isAgain ? Math.max(this.#longestMs, openForMs) : openForMs;
  }
}
