const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A server may ask for patience, not for silence for days. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000;

/** GW3: full jitter, `random(0, min(30 s, 0.5 s * 2^n))`. `random` gives [0, 1). */
export class Backoff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How long to wait before the next attempt; `retryAfterMs` is what the server asked for (429, 503). */
  nextDelayMs(retryAfterMs: number | null): number {
    const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures);
    if (ceiling < LONGEST_MS) this.#failures += 1;
    const jitter = this.#random() * ceiling;
    // Everybody was told the same moment: the jitter comes on top, so that not all return at once.
    return retryAfterMs === null ? jitter : Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) + jitter;
  }

  /** After 60 s of healthy life. */
  reset(): void {
    this.#failures = 0;
  }
}

/** `Retry-After` as milliseconds from `now`: seconds or a date (RFC 9110). Null for nonsense. */
export const parseRetryAfter = (header: string | null, now: number): number | null => {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/u.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return /[a-z]/iu.test(text) && Number.isFinite(at) ? Math.max(0, at - now) : null;
};
