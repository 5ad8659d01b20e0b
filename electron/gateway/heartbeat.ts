/** GW4, in milliseconds. */
export const PING_EVERY_MS = 15_000;
export const PONG_WITHIN_MS = 10_000;
export const WAKE_PONG_WITHIN_MS = 3_000;

/** A gateway that talks but never answers a ping must not make us remember pings for ever. */
const MOST_OPEN_PINGS = 256;

/**
 * GW4 as a pure state machine on a monotonic clock that is handed in with every call. It sends nothing: `judge` says what
 * is due. The deadline runs from the ping; any frame heard moves it on; a pong with another uuid does not.
 */
export class Heartbeat {
  readonly #newUuid: () => string;
  /** uuid -> when sent, in the order of sending. */
  readonly #open = new Map<string, number>();
  #nextPingMonotonicMs: number;
  #deadlineMonotonicMs: number | null = null;
  #heldMonotonicMs: number | null = null;

  /** The first ping is due at once, so that the round trip is known early. */
  constructor(newUuid: () => string, nowMonotonicMs: number) {
    this.#newUuid = newUuid;
    this.#nextPingMonotonicMs = nowMonotonicMs;
  }

  /** When `judge` has something to say, if nothing is heard before. */
  nextEventMonotonicMs(): number {
    return this.#deadlineMonotonicMs === null || this.#heldMonotonicMs !== null
      ? this.#nextPingMonotonicMs
      : Math.min(this.#nextPingMonotonicMs, this.#deadlineMonotonicMs);
  }

  judge(nowMonotonicMs: number): 'calm' | 'pingDue' | 'dead' {
    if (
      this.#heldMonotonicMs === null &&
      this.#deadlineMonotonicMs !== null &&
      nowMonotonicMs >= this.#deadlineMonotonicMs
    )
      return 'dead';
    return nowMonotonicMs >= this.#nextPingMonotonicMs ? 'pingDue' : 'calm';
  }

  /** Notes a ping that is sent now; answers its fresh uuid. A shorter deadline than the running one takes over. */
  ping(nowMonotonicMs: number, withinMs = PONG_WITHIN_MS): string {
    const uuid = this.#newUuid();
    const oldest = this.#open.keys().next();
    if (this.#open.size >= MOST_OPEN_PINGS && oldest.done !== true) this.#open.delete(oldest.value);
    this.#open.set(uuid, nowMonotonicMs);
    this.#nextPingMonotonicMs = nowMonotonicMs + PING_EVERY_MS;
    this.#deadlineMonotonicMs = Math.min(
      this.#deadlineMonotonicMs ?? Infinity,
      nowMonotonicMs + withinMs,
    );
    return uuid;
  }

  /** Any inbound frame but a pong. */
  heard(nowMonotonicMs: number): void {
    if (this.#deadlineMonotonicMs !== null)
      this.#deadlineMonotonicMs = nowMonotonicMs + PONG_WITHIN_MS;
  }

  /** The ping that a pong without a uuid answers: one line keeps its order. Null when none is open. */
  oldestOpen(): string | null {
    return this.#open.keys().next().value ?? null;
  }

  /** Round trip in ms when the uuid is that of an open ping; null, and no sign of life, when it is not. */
  pong(uuid: string, nowMonotonicMs: number): number | null {
    const sentMonotonicMs = this.#open.get(uuid);
    if (sentMonotonicMs === undefined) return null;
    // Frames arrive in order: pings before this one were read as well, their pongs are late or lost.
    for (const earlier of this.#open.keys()) {
      this.#open.delete(earlier);
      if (earlier === uuid) break;
    }
    this.#deadlineMonotonicMs = this.#open.size === 0 ? null : nowMonotonicMs + PONG_WITHIN_MS;
    return nowMonotonicMs - sentMonotonicMs;
  }

  /** GW10: the socket is paused, so silence proves nothing. Pings go on. */
  hold(nowMonotonicMs: number): void {
    this.#heldMonotonicMs ??= nowMonotonicMs;
  }

  release(nowMonotonicMs: number): void {
    if (this.#heldMonotonicMs === null) return;
    if (this.#deadlineMonotonicMs !== null) {
      this.#deadlineMonotonicMs = Math.max(
        this.#deadlineMonotonicMs + nowMonotonicMs - this.#heldMonotonicMs,
        nowMonotonicMs + WAKE_PONG_WITHIN_MS,
      );
    }
    this.#heldMonotonicMs = null;
  }
}
