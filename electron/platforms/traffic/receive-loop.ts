import * as z from 'zod';
import type { Clock } from '../../core/ports/clock.ts';
import type { Adapter } from '../adapter/adapter.ts';
import type { CodecResult } from '../adapter/codec-result.ts';
import type { PageSockets } from '../session/page-sockets.ts';
import { pause } from '../session/pause.ts';
import { ScriptLost, type InstalledScript } from '../session/page-script.ts';

/** How long the page keeps an empty answer back; an event is answered at once. */
const DRAIN_WAIT_MS = 20_000;
/** A hidden page's timers may come a minute late. */
const DRAIN_DEADLINE_MS = DRAIN_WAIT_MS + 70_000;
const POLL_DEADLINE_MS = 30_000;
const AFTER_FAILURE_MS = 1_000;
/** A page that drops events all the time is not polled all the time. */
const LEAST_BETWEEN_POLLS_MS = 1_000;
const DROPS_TOLD_EVERY_MS = 10_000;

const drainedSchema = z.object({
  events: z
    .array(z.object({ seq: z.number(), kind: z.string(), payload: z.unknown() }))
    .max(10_000),
  dropped: z.number(),
});

export type ReceiveParts = {
  readonly script: InstalledScript;
  readonly adapter: Adapter;
  /** Null for an adapter that does not listen to the page's sockets. */
  readonly sockets: PageSockets | null;
  /** Whose page this is. */
  readonly shopKey: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Takes what was decoded for good. Rejects when it is not durable: it is then brought again. */
  readonly take: (source: 'stream' | 'poll', result: CodecResult) => Promise<void>;
  readonly onHeard: () => void;
  readonly onFailure: (what: 'stream' | 'poll', why: string) => void;
};

/**
 * Receives as long as the script lives (PL6): the stream by long polls and the page's sockets by their frames, both
 * acknowledged only when their messages are durable, and the list poll at once, every `pollEveryMs`, and whenever the page had to drop events. Resolves when
 * `signal` is aborted or the script is lost.
 */
export const receive = async (parts: ReceiveParts): Promise<void> => {
  const poll = new PollBell();
  const drops = new DropCount(parts, poll);
  const lost = new AbortController();
  const whileHeld = { ...parts, signal: AbortSignal.any([parts.signal, lost.signal]) };
  await Promise.all([
    receiveStream(parts, drops).finally(() => lost.abort()),
    receiveFrames(whileHeld, drops),
    receivePolls(whileHeld, poll),
  ]);
};

const receiveStream = async (parts: ReceiveParts, drops: DropCount): Promise<void> => {
  const { script, adapter, clock, signal } = parts;
  let after = 0;
  while (!signal.aborted && !script.isLost) {
    try {
      const answer = await script.call('drain', [after, DRAIN_WAIT_MS], DRAIN_DEADLINE_MS);
      const { events, dropped } = drainedSchema.parse(answer);
      if (signal.aborted) return;
      parts.onHeard();
      drops.add(dropped);
      if (events.length > 0) await parts.take('stream', adapter.codec.events(events));
      after = events.at(-1)?.seq ?? after;
    } catch (error) {
      if (error instanceof ScriptLost) break;
      parts.onFailure('stream', textOf(error));
      await pause(clock, AFTER_FAILURE_MS, signal);
    }
  }
};

const receiveFrames = async (parts: ReceiveParts, drops: DropCount): Promise<void> => {
  const { adapter, sockets, shopKey, clock, signal } = parts;
  if (sockets === null || adapter.codec.frames === undefined) return;
  while (!signal.aborted) {
    const { frames, dropped } = await sockets.next(signal);
    if (signal.aborted) return;
    parts.onHeard();
    drops.add(dropped);
    try {
      if (frames.length > 0) await parts.take('stream', adapter.codec.frames(frames, shopKey));
      sockets.acknowledge(frames);
    } catch (error) {
      parts.onFailure('stream', textOf(error));
      await pause(clock, AFTER_FAILURE_MS, signal);
    }
  }
};

const receivePolls = async (parts: ReceiveParts, bell: PollBell): Promise<void> => {
  const { script, adapter, clock, signal } = parts;
  // A page that brings only what is new since the last poll must know that the last one was taken for good.
  let isLastTaken = false;
  while (!signal.aborted && !script.isLost) {
    try {
      const answer = await script.call('invoke', ['poll', { isLastTaken }], POLL_DEADLINE_MS);
      if (signal.aborted) return;
      parts.onHeard();
      isLastTaken = false;
      await parts.take('poll', adapter.codec.poll(answer));
      isLastTaken = true;
    } catch (error) {
      if (error instanceof ScriptLost) return;
      parts.onFailure('poll', textOf(error));
    }
    await bell.wait(clock, adapter.manifest.pollEveryMs, signal);
  }
};

/** Ends the pause between two polls early. */
class PollBell {
  #ring = new AbortController();

  ring(): void {
    this.#ring.abort();
  }

  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    await pause(clock, LEAST_BETWEEN_POLLS_MS, signal);
    await pause(clock, ms - LEAST_BETWEEN_POLLS_MS, AbortSignal.any([signal, this.#ring.signal]));
    this.#ring = new AbortController();
  }
}

/** What page and sockets had to drop: the list poll may still bring it, and the log says how much it was. */
class DropCount {
  readonly #parts: ReceiveParts;
  readonly #poll: PollBell;
  #total = 0;
  #toldMonotonicMs = Number.NEGATIVE_INFINITY;

  constructor(parts: ReceiveParts, poll: PollBell) {
    this.#parts = parts;
    this.#poll = poll;
  }

  add(count: number): void {
    if (count === 0) return;
    this.#poll.ring();
    this.#total += count;
    const nowMonotonicMs = this.#parts.clock.monotonicMs();
    if (nowMonotonicMs - this.#toldMonotonicMs < DROPS_TOLD_EVERY_MS) return;
    this.#toldMonotonicMs = nowMonotonicMs;
    this.#parts.onFailure('stream', `${this.#total} dropped: too many or too large`);
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : 'failed');
