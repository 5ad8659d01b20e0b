import { isUtf8 } from 'node:buffer';
import type { Clock } from '../core/ports/clock.ts';
import type { Fact, FactSink } from '../core/ports/facts.ts';
import type { CleanLog } from '../core/ports/log.ts';
import { decodeInbound } from '#shared/protocol/codec.ts';
import {
  quarantineReason,
  type QuarantineKind,
  type QuarantineReason,
} from '#shared/model/quarantine.ts';
import { Secret } from '#shared/model/secret.ts';
import type { InboundBusinessFrame, InboundFrame } from '#shared/protocol/frames.ts';
import { MAX_FRAME_BYTES } from './gateway-socket.ts';
import { quarantineEntry } from './quarantine.ts';

/** GW10. */
const MOST_WAITING_FRAMES = 5_000;
const MOST_WAITING_BYTES = 32 * 1024 * 1024;
const RESUME_BELOW_FRAMES = 1_000;
const RESUME_BELOW_BYTES = MOST_WAITING_BYTES / 5;

/** Some languages write a byte order mark before every text. */
const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);

/** What concerns the connection itself and never reaches the core. */
export type SessionFrame = Extract<InboundFrame, { type: 'success' | 'pong' }>;

/**
 * The way in (GW6, GW10): bytes to frames, frames to the core in the order of their arrival, without waiting for the commit
 * of each. Counts what waits for commit and says when that is too much. Lives longer than a socket.
 */
export class InboundIntake {
  readonly #clock: Clock;
  readonly #sink: FactSink;
  readonly #log: CleanLog;
  readonly #onPressure: (isCongested: boolean) => void;
  /** Sizes of what waits, oldest first from `#head`; commits come back in order. */
  #sizes: number[] = [];
  #head = 0;
  #waitingBytes = 0;
  #isCongested = false;

  constructor(parts: {
    readonly clock: Clock;
    readonly sink: FactSink;
    readonly log: CleanLog;
    readonly onPressure: (isCongested: boolean) => void;
  }) {
    this.#clock = parts.clock;
    this.#sink = parts.sink;
    this.#log = parts.log;
    this.#onPressure = parts.onPressure;
  }

  get isCongested(): boolean {
    return this.#isCongested;
  }

  get waitingFrames(): number {
    return this.#sizes.length - this.#head;
  }

  /** Takes one WebSocket message; JSON in a binary one is read as text. Answers the frame if it is the connection's own, null if the core has it or nobody could read it. */
  take(data: Buffer, isBinary: boolean): SessionFrame | null {
    if (data.length > MAX_FRAME_BYTES) return this.#setAside(data, quarantineReason('tooLarge'));
    const text = withoutMark(data.toString('utf8'));
    // Only a socket that met a bad frame three times lets bad UTF-8 through; a replacement character is the sign of it.
    if (text.includes('\ufffd') && !isUtf8(data)) {
      return this.#setAside(data, quarantineReason(isBinary ? 'binary' : 'notUtf8'));
    }
    const decoded = decodeInbound(text);
    if (!decoded.ok) {
      const isForeign = isBinary && decoded.reason.kind === 'notJson';
      return this.#setAside(data, isForeign ? quarantineReason('binary') : decoded.reason);
    }
    const { frame } = decoded;
    if (frame.type === 'success' || frame.type === 'pong') return frame;
    this.#hand({ kind: 'gateway.frame', frame: this.#withoutSecrets(frame) }, data.length);
    return null;
  }

  /** A frame that could not even be received. */
  noteUnreceivable(kind: QuarantineKind): void {
    this.#setAside(Buffer.alloc(0), quarantineReason(kind));
  }

  /** SE6: the log knows a cookie before anything else sees it. PL3: who complains about one likes to quote it. */
  #withoutSecrets(frame: InboundBusinessFrame): InboundBusinessFrame {
    if (frame.type === 'connect_success')
      this.#log.redactCookies(frame.store_id, new Secret(frame.content));
    if (frame.type !== 'error') return frame;
    return { ...frame, content: this.#log.clean(frame.content) };
  }

  #setAside(data: Buffer, reason: QuarantineReason): null {
    const text = data.toString('utf8', 0, 4_096);
    const given = { at: this.#clock.now(), reason, bytes: data.length, text };
    const entry = quarantineEntry(given, (words) => this.#log.clean(words));
    this.#hand({ kind: 'gateway.quarantined', entry }, entry.preview.length);
    return null;
  }

  #hand(fact: Fact, bytes: number): void {
    this.#sizes.push(bytes);
    this.#waitingBytes += bytes;
    this.#sink.accept(fact).then(this.#committed, this.#notCommitted);
    const isTooMuch =
      this.waitingFrames > MOST_WAITING_FRAMES || this.#waitingBytes > MOST_WAITING_BYTES;
    if (isTooMuch && !this.#isCongested) this.#setPressure(true);
  }

  readonly #committed = (): void => {
    this.#waitingBytes -= this.#sizes[this.#head] ?? 0;
    this.#head += 1;
    if (this.#head === this.#sizes.length || this.#head > 4 * MOST_WAITING_FRAMES) {
      this.#sizes = this.#sizes.slice(this.#head);
      this.#head = 0;
    }
    const isLittle =
      this.waitingFrames < RESUME_BELOW_FRAMES && this.#waitingBytes < RESUME_BELOW_BYTES;
    if (this.#isCongested && isLittle) this.#setPressure(false);
  };

  readonly #notCommitted = (): void => {
    this.#log.warn('gateway.frameNotKept');
    this.#committed();
  };

  #setPressure(isCongested: boolean): void {
    this.#isCongested = isCongested;
    this.#onPressure(isCongested);
  }
}
