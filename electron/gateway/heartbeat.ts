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
  #nextPingAt: number;
  #deadlineAt: number | null = null;
  #heldAt: number | null = null;

  /** The first ping is due at once, so that the round trip is known early. */
  constructor(newUuid: () => string, nowMs: number) {
    this.#newUuid = newUuid;
    this.#nextPingAt = nowMs;
  }

  /** When `judge` has something to say, if nothing is heard before. */
  nextEventAt(): number {
    return this.#deadlineAt === null || this.#heldAt !== null
      ? this.#nextPingAt
      : Math.min(this.#nextPingAt, this.#deadlineAt);
  }

  judge(nowMs: number): 'calm' | 'pingDue' | 'dead' {
    if (this.#heldAt === null && this.#deadlineAt !== null && nowMs >= this.#deadlineAt)
      return 'dead';
    return nowMs >= this.#nextPingAt ? 'pingDue' : 'calm';
  }

  /** Notes a ping that is sent now; answers its fresh uuid. A shorter deadline than the running one takes over. */
  ping(nowMs: number, withinMs = PONG_WITHIN_MS): string {
    const uuid = this.#newUuid();
    const oldest = this.#open.keys().next();
    if (this.#open.size >= MOST_OPEN_PINGS && oldest.done !== true) this.#open.delete(oldest.value);
    this.#open.set(uuid, nowMs);
    this.#nextPingAt = nowMs + PING_EVERY_MS;
    this.#deadlineAt = Math.min(this.#deadlineAt ?? Infinity, nowMs + withinMs);
    return uuid;
  }

  /** Any inbound frame but a pong. */
  heard(nowMs: number): void {
    if (this.#deadlineAt !== null) this.#deadlineAt = nowMs + PONG_WITHIN_MS;
  }

  /** The ping that a pong without a uuid answers: one line keeps its order. Null when none is open. */
  oldestOpen(): string | null {
    return this.#open.keys().next().value ?? null;
  }

  /** Round trip in ms when the uuid is that of an open ping; null, and no sign of life, when it is not. */
  pong(uuid: string, nowMs: number): number | null {
    const sentAt = this.#open.get(uuid);
    if (sentAt === undefined) return null;
    // Frames arrive in order: pings before this one were read as well, their pongs are late or lost.
    for (const earlier of this.#open.keys()) {
      this.#open.delete(earlier);
      if (earlier === uuid) break;
    }
    this.#deadlineAt = this.#open.size === 0 ? null : nowMs + PONG_WITHIN_MS;
    return nowMs - sentAt;
  }

  /** GW10: the socket is paused, so silence proves nothing. Pings go on. */
  hold(nowMs: number): void {
    this.#heldAt ??= nowMs;
  }

  release(nowMs: number): void {
    if (this.#heldAt === null) return;
    if (this.#deadlineAt !== null) {
      this.#deadlineAt = Math.max(
        this.#deadlineAt + nowMs - this.#heldAt,
        nowMs + WAKE_PONG_WITHIN_MS,
      );
    }
    this.#heldAt = null;
  }
}
