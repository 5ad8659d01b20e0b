import type { Clock } from '../core/ports/clock.ts';
import type { FactSink } from '../core/ports/facts.ts';
import type { Log } from '../core/ports/log.ts';
import type { OutboxRow, Store } from '../core/ports/store.ts';
import { encodeOutbound } from '#shared/protocol/codec.ts';
import { CalmProof } from './calm-proof.ts';
import type { Care, DrainLeft } from './stuck-frames.ts';

/** What the drain needs of the socket it writes to. */
export type DrainLine = {
  send(text: string, written?: () => void): void;
  bufferedBytes(): number;
  /** Sends a ping of the heartbeat, which comes back here as `pinged`. */
  ping(): void;
};

type Parts = {
  readonly clock: Clock;
  readonly sink: FactSink;
  readonly outbox: Pick<Store, 'loadOutbox'>;
  readonly log: Log;
};

/** Where a connection begins to send, and how. */
export type DrainStart = {
  /** The last row that was acknowledged before. */
  readonly after: number;
  readonly care: Care | null;
  /** Nothing is read from the outbox before: a frame is on its way out of it, to be set aside. */
  readonly settled: Promise<void>;
};

/** Rows read at a time. */
const PAGE = 500;
/** GW9: draining pauses above this. */
const MOST_BUFFERED_BYTES = 1024 * 1024;
/** GW9 asks for a barrier within 1 s; a little patience puts many frames of a busy line behind one ping. */
const BARRIER_AFTER_MS = 200;
const RELOAD_AFTER_MS = 1_000;

/** What the pong of one ping will prove: rows up to `outboxSeq`, `frames` of them since the connection began. */
type Cover = { readonly uuid: string; readonly outboxSeq: number; readonly frames: number };

/**
 * GW9 for the life of one connection: sends the outbox in order, and takes a row for delivered only when the pong of a later
 * ping arrived. A connection that ends takes its drain with it; the next one starts behind the last acknowledged row.
 * With `care` it sends row by row, each proven before the next, as long as rows are under suspicion (`stuck-frames.ts`).
 */
export class OutboxDrain {
  readonly #parts: Parts;
  readonly #line: DrainLine;
  readonly #settled: Promise<void>;
  readonly #calm: CalmProof | null;
  #covers: Cover[] = [];
  #sentSeq: number;
  #sentFrames = 0;
  #acknowledgedSeq: number;
  #acknowledgedFrames = 0;
  #coveredFrames = 0;
  /** Rows up to this one are sent alone. */
  #aloneUpTo: number;
  #alone: OutboxRow | null = null;
  #whenProven: (() => void) | null = null;
  #openSinceMonotonicMs = 0;
  #isRunning = false;
  #hasGrown = false;
  #isOver = false;
  #cancelBarrier: (() => void) | null = null;
  #cancelReload: (() => void) | null = null;

  constructor(parts: Parts, line: DrainLine, { after, care, settled }: DrainStart) {
    this.#parts = parts;
    this.#line = line;
    this.#sentSeq = after;
    this.#acknowledgedSeq = after;
    this.#settled = settled;
    this.#aloneUpTo = care?.upTo ?? 0;
    this.#calm = care === null ? null : new CalmProof(parts.clock, () => line.ping(), care.calmMs);
  }

  /** Last row that the gateway was proven to have read. */
  get acknowledgedSeq(): number {
    return this.#acknowledgedSeq;
  }

  /** What is written and not proven at this moment. */
  get left(): DrainLeft {
    const isOpen = this.#sentFrames > this.#acknowledgedFrames;
    return {
      acknowledgedSeq: this.#acknowledgedSeq,
      writtenSeq: this.#sentSeq,
      openForMs: isOpen ? this.#parts.clock.monotonicMs() - this.#openSinceMonotonicMs : null,
      alone: this.#alone,
    };
  }

  /** There may be rows behind the last one that was sent. */
  grew(): void {
    if (this.#isRunning) this.#hasGrown = true;
    else void this.#run();
  }

  /** A ping of this uuid was written, behind everything sent so far. */
  pinged(uuid: string): void {
    this.#calm?.pinged(uuid);
    if (this.#sentFrames === this.#acknowledgedFrames) return;
    this.#covers.push({ uuid, outboxSeq: this.#sentSeq, frames: this.#sentFrames });
    this.#coveredFrames = this.#sentFrames;
  }

  /** The heartbeat took this pong for good. */
  ponged(uuid: string): void {
    this.#calm?.ponged(uuid);
    const index = this.#covers.findIndex((cover) => cover.uuid === uuid);
    const cover = this.#covers[index];
    if (cover === undefined) return;
    this.#covers = this.#covers.slice(index + 1);
    const frames = cover.frames - this.#acknowledgedFrames;
    if (frames <= 0) return;
    this.#acknowledgedFrames = cover.frames;
    this.#acknowledgedSeq = cover.outboxSeq;
    this.#openSinceMonotonicMs = this.#parts.clock.monotonicMs();
    this.#proven();
    const fact = { kind: 'gateway.acknowledged', outboxSeq: cover.outboxSeq, frames } as const;
    this.#parts.sink.accept(fact).catch(() => {
      // The rows stay and are sent again after a restart, with the same message_id.
      this.#parts.log.warn('gateway.acknowledgementNotKept', { outboxSeq: cover.outboxSeq });
    });
  }

  stop(): void {
    this.#isOver = true;
    this.#calm?.stop();
    this.#cancelBarrier?.();
    this.#cancelReload?.();
  }

  async #run(): Promise<void> {
    if (this.#isOver) return;
    this.#isRunning = true;
    try {
      await this.#settled;
      await this.#calm?.passed;
      do {
        this.#hasGrown = false;
        while ((await this.#sendAlone()) || (await this.#sendPage())) {
          // The next row or page, until one is not full.
        }
      } while (this.#hasGrown && !this.#isOver);
    } catch {
      this.#reloadLater();
    } finally {
      this.#isRunning = false;
    }
  }

  /** The next row under suspicion, until it is proven. False when there is none. */
  async #sendAlone(): Promise<boolean> {
    if (this.#sentSeq >= this.#aloneUpTo || this.#isOver) return false;
    const [row] = await this.#parts.outbox.loadOutbox(this.#sentSeq, 1);
    if (row === undefined || row.outboxSeq > this.#aloneUpTo) {
      this.#aloneUpTo = 0;
      return false;
    }
    if (this.#isOver) return false;
    // Nothing else is written before its pong, so there is no pressure to wait for.
    void this.#write(row);
    this.#alone = row;
    // On a line that ends now it stays unproven, and this drain asks for nothing more.
    const isProven = new Promise<void>((resolve) => {
      this.#whenProven = resolve;
    });
    this.#pingBehind();
    await isProven;
    return true;
  }

  #proven(): void {
    this.#alone = null;
    this.#whenProven?.();
  }

  /** True when there may be another page. */
  async #sendPage(): Promise<boolean> {
    const rows = await this.#parts.outbox.loadOutbox(this.#sentSeq, PAGE);
    for (const row of rows) {
      if (this.#isOver) return false;
      const room = this.#write(row);
      this.#armBarrier();
      if (room !== null) await room;
    }
    const isFull = rows.length === PAGE;
    // A backlog is proven page by page, and the first rows of a connection at once: a line that never stands for long
    // would else begin with the same rows for ever.
    if (isFull || this.#coveredFrames === 0) this.#pingBehind();
    return isFull && !this.#isOver;
  }

  /** Null while there is room for more; else a promise of it. */
  #write({ outboxSeq, frame }: OutboxRow): Promise<void> | null {
    const room = this.#send(encodeOutbound(frame));
    if (this.#sentFrames === this.#acknowledgedFrames)
      this.#openSinceMonotonicMs = this.#parts.clock.monotonicMs();
    this.#sentSeq = outboxSeq;
    this.#sentFrames += 1;
    return room;
  }

  #send(text: string): Promise<void> | null {
    if (this.#line.bufferedBytes() + text.length <= MOST_BUFFERED_BYTES) {
      this.#line.send(text);
      return null;
    }
    return new Promise((resolve) => this.#line.send(text, () => resolve()));
  }

  #armBarrier(): void {
    this.#cancelBarrier ??= this.#parts.clock.setTimer(BARRIER_AFTER_MS, () => {
      this.#cancelBarrier = null;
      this.#pingBehind();
    });
  }

  /** A ping behind everything sent so far, unless one is on its way already. */
  #pingBehind(): void {
    if (!this.#isOver && this.#sentFrames > this.#coveredFrames) this.#line.ping();
  }

  #reloadLater(): void {
    this.#parts.log.warn('gateway.outboxNotRead');
    if (this.#isOver) return;
    this.#cancelReload?.();
    this.#cancelReload = this.#parts.clock.setTimer(RELOAD_AFTER_MS, () => {
      this.#cancelReload = null;
      this.grew();
    });
  }
}
