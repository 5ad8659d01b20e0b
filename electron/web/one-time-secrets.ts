import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;
/** Of more than these the oldest is forgotten: whoever asks for keys without end fills no memory. */
const MOST_OPEN = 256;

/** What is compared and kept instead of a secret: how long a look-up takes says nothing about the secret itself. */
const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64');

/** Secrets that are good once, until their time is over. */
export class OneTimeSecrets {
  readonly #monotonicMs: () => number;
  /** By digest, the oldest first. */
  readonly #endsAtMonotonicMs = new Map<string, number>();

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  issue(lifeMs: number): string {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    this.#endsAtMonotonicMs.set(digestOf(secret), this.#monotonicMs() + lifeMs);
    for (const digest of this.#endsAtMonotonicMs.keys()) {
      if (this.#endsAtMonotonicMs.size <= MOST_OPEN) break;
      this.#endsAtMonotonicMs.delete(digest);
    }
    return secret;
  }

  /** Whether it is one of ours that still holds; from now on it is none. */
  take(secret: string): boolean {
    const digest = digestOf(secret);
    const endsAtMonotonicMs = this.#endsAtMonotonicMs.get(digest);
    if (endsAtMonotonicMs === undefined) return false;
    this.#endsAtMonotonicMs.delete(digest);
    return this.#monotonicMs() < endsAtMonotonicMs;
  }
}
