import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/ports/clock.ts';
import type { PageAdmission } from '#shared/ipc/admission.ts';
import { OneTimeSecrets } from './one-time-secrets.ts';

const SECRET_BYTES = 32;
/** Our own opening of a browser takes moments; where the address was printed, a person must get there. */
export const KEY_LIFE_MS = { opened: 60_000, printed: 600_000 } as const;

export const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/**
 * SE3: what opens the browser host, made anew for every life of the process. A start key stands in the address that is opened and is
 * good once; the page posts it and gets the page token, which opens the line, and the media key, which shows pictures and
 * takes files. Both are kept in the memory of the page alone, so there is no cookie that another port could receive. A page
 * that is loaded again has lost them: the ticket that it was given with them is a start key for that one occasion.
 */
export class PageAccess {
  readonly #token = newSecret();
  readonly #mediaKey = newSecret();
  readonly #keys: OneTimeSecrets;
  readonly #tickets: OneTimeSecrets;

  constructor({ monotonicMs }: Pick<Clock, 'monotonicMs'>) {
    this.#keys = new OneTimeSecrets(monotonicMs);
    this.#tickets = new OneTimeSecrets(monotonicMs);
  }

  issueKey(lifeMs: number): string {
    return this.#keys.issue(lifeMs);
  }

  /** What the page may hold from now on, null for a key or ticket that was used, is too old or never was. */
  admit(keyOrTicket: string): PageAdmission | null {
    const isGood = this.#keys.take(keyOrTicket) || this.#tickets.take(keyOrTicket);
    if (!isGood) return null;
    // A page may sleep in the background for hours before the browser loads it again.
    const ticket = this.#tickets.issue(Number.POSITIVE_INFINITY);
    return { token: this.#token, mediaKey: this.#mediaKey, ticket };
  }

  isToken(text: string): boolean {
    return sameText(text, this.#token);
  }

  isMediaKey(text: string): boolean {
    return sameText(text, this.#mediaKey);
  }
}
