import { MediaRefused } from './upstream.ts';

/** Fetches that receive at the same time: a conversation full of pictures must not use all of the line. */
const MAX_BUSY = 24;
const MAX_BUSY_OF_HOST = 12;
/** Connections that stand open, also those that receive nothing. */
const MAX_OPEN = 64;
const MAX_OPEN_OF_HOST = 24;
/** Whoever got less than this in so long does not use its place, and the next one begins beside it. */
const IDLE_BYTES = 1_024;
const IDLE_MS = 40;
/** Whoever got nothing for so long is ended when all connections stand open and another one waits. */
const STUCK_MS = 2_000;
const LOOK_EVERY_MS = 10;

/** A right to receive; whoever has it says what came in, and gives it back. */
export type Place = { readonly noteBytes: (count: number) => void; readonly free: () => void };

type Holder = {
  readonly host: string;
  /** Ends the fetch. */
  readonly end: () => void;
  readonly sinceMs: number;
  /** When it last had received `IDLE_BYTES` more. */
  busyAtMs: number;
  bytes: number;
};

type Waiter = {
  readonly host: string;
  readonly end: () => void;
  readonly settle: (place: Place) => void;
};

/**
 * Fair places (SE5): those that receive are few, those that are kept waiting by their source stand aside at once, and when too
 * many stand aside the one that is stuck longest is ended. So a slow picture holds no other up.
 */
export class Places {
  readonly #holders = new Set<Holder>();
  #waiters: Waiter[] = [];
  #timer: NodeJS.Timeout | null = null;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** `end` is called when the place is taken away. Rejects when `signal` is aborted first. */
  take(host: string, end: () => void, signal: AbortSignal): Promise<Place> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiters = this.#waiters.filter((one) => one !== waiter);
        reject(new MediaRefused('network'));
      };
      const waiter: Waiter = {
        host,
        end,
        settle: (place) => {
          signal.removeEventListener('abort', leave);
          resolve(place);
        },
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave);
      this.#waiters.push(waiter);
      this.#serve();
    });
  }

  /** In the order in which they came; one whose host is full holds no other up. */
  #serve(): void {
    this.#waiters = this.#waiters.filter((waiter) => {
      if (!this.#hasRoom(waiter.host)) return true;
      waiter.settle(this.#hold(waiter));
      return false;
    });
    if (this.#timer !== null) clearTimeout(this.#timer);
    // Somebody becomes idle by the passing of time alone.
    this.#timer =
      this.#waiters.length === 0 ? null : setTimeout(() => this.#serve(), LOOK_EVERY_MS);
  }

  #hold({ host, end }: Waiter): Place {
    const holder: Holder = {
      host,
      end,
      sinceMs: this.#nowMs(),
      busyAtMs: Number.NEGATIVE_INFINITY,
      bytes: 0,
    };
    this.#holders.add(holder);
    return {
      noteBytes: (count) => {
        holder.bytes += count;
        if (holder.bytes < IDLE_BYTES) return;
        holder.bytes = 0;
        holder.busyAtMs = this.#nowMs();
      },
      free: () => {
        if (this.#holders.delete(holder)) this.#serve();
      },
    };
  }

  #hasRoom(host: string): boolean {
    const all = [...this.#holders];
    const same = all.filter((one) => one.host === host);
    const isBusy = (one: Holder): boolean => this.#nowMs() - one.busyAtMs < IDLE_MS;
    // The first of a host is held up by no other host.
    if (same.length > 0 && all.filter(isBusy).length >= MAX_BUSY) return false;
    if (same.filter(isBusy).length >= MAX_BUSY_OF_HOST) return false;
    if (same.length >= MAX_OPEN_OF_HOST) return this.#endStuck(same);
    return all.length < MAX_OPEN || this.#endStuck(all);
  }

  #endStuck(holders: readonly Holder[]): boolean {
    const stuckAtMs = (one: Holder): number => Math.max(one.sinceMs, one.busyAtMs);
    const stuck = holders.reduce((one, other) => (stuckAtMs(other) < stuckAtMs(one) ? other : one));
    if (this.#nowMs() - stuckAtMs(stuck) < STUCK_MS) return false;
    this.#holders.delete(stuck);
    stuck.end();
    return true;
  }
}
