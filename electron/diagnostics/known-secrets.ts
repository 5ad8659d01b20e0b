import { createHash } from 'node:crypto';
import type { Clock } from '../core/ports/clock.ts';
import type { ShopId } from '#shared/model/ids.ts';
import type { Secret } from '#shared/model/secret.ts';

/** Shorter pieces of a cookie (flags, counters) are no secrets, and replacing them would make the log unreadable. */
const MIN_COOKIE_VALUE = 8;
const MIN_SECRET = 4;
/** GW15: so long somebody may still quote a cookie that was replaced. */
const QUOTED_FOR_MS = 10 * 60_000;

/** `secret:` and the first 8 hex digits of SHA-256: enough to see that two are the same, useless for anything else. */
const fingerprintOf = (secret: string): string =>
  `secret:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;

/** Half of a surrogate pair cannot be percent-encoded, and stands for itself in the other two. */
const spellingsOf = (text: string): ReadonlySet<string> =>
  new Set([text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text.toWellFormed())]);

/** A spelling: of which secret, and how many cookies have it. */
type Known = { readonly secret: string; holders: number };

/** Spellings that begin alike: how many there are of each length. */
type Lengths = Map<number, number>;

type ShopCookies = { readonly header: string; readonly secrets: readonly string[] };

/**
 * The secrets of the program, and where they stand in a text (SE6). Neither a new one nor a text costs more because many are
 * known (GW15): a text is looked through once, and only places that begin like a secret are looked at.
 */
export class KnownSecrets {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #known = new Map<string, Known>();
  readonly #byHead = new Map<string, Lengths>();
  readonly #cookies = new Map<ShopId, ShopCookies>();
  /** Oldest first. */
  readonly #replaced: { readonly atMonotonicMs: number; readonly secrets: readonly string[] }[] =
    [];

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Known for ever. */
  add(secret: string): void {
    if (secret.length < MIN_SECRET) return;
    for (const spelling of spellingsOf(secret)) {
      if (spelling.length >= MIN_SECRET) this.#hold(spelling, secret);
    }
  }

  /** A cookie header and the values in it, until 10 min after the shop has another. */
  addCookies(shopId: ShopId, cookies: Secret): void {
    this.#forgetReplaced();
    const header = cookies.reveal();
    const before = this.#cookies.get(shopId);
    if (before?.header === header) return;
    const values = header
      .split(';')
      .map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
      .filter((value) => value.length >= MIN_COOKIE_VALUE);
    const secrets = [...new Set([header, ...values])];
    for (const secret of secrets) this.add(secret);
    this.#cookies.set(shopId, { header, secrets });
    if (before === undefined) return;
    this.#replaced.push({ atMonotonicMs: this.#clock.monotonicMs(), secrets: before.secrets });
  }

  /** The text with the mark of a secret wherever one stands; where some overlap, one mark stands for all of them. */
  clean(text: string): string {
    if (this.#known.size === 0) return text;
    let cleaned = '';
    let done = 0;
    let run: { readonly from: number; to: number; spelling: string } | null = null;
    for (let at = 0; at + MIN_SECRET <= text.length; at += 1) {
      const spelling = this.#longestAt(text, at);
      if (spelling === null) continue;
      if (run !== null && at < run.to) {
        run.to = Math.max(run.to, at + spelling.length);
        if (spelling.length > run.spelling.length) run.spelling = spelling;
        continue;
      }
      if (run !== null) {
        cleaned += text.slice(done, run.from) + this.#markOf(run.spelling);
        done = run.to;
      }
      run = { from: at, to: at + spelling.length, spelling };
    }
    if (run === null) return text;
    return cleaned + text.slice(done, run.from) + this.#markOf(run.spelling) + text.slice(run.to);
  }

  #markOf(spelling: string): string {
    return `[${fingerprintOf(this.#known.get(spelling)?.secret ?? spelling)}]`;
  }

  #longestAt(text: string, at: number): string | null {
    const lengths = this.#byHead.get(text.slice(at, at + MIN_SECRET));
    if (lengths === undefined) return null;
    let longest: string | null = null;
    for (const length of lengths.keys()) {
      if (length <= (longest?.length ?? 0) || at + length > text.length) continue;
      const piece = text.slice(at, at + length);
      if (this.#known.has(piece)) longest = piece;
    }
    return longest;
  }

  #hold(spelling: string, secret: string): void {
    const known = this.#known.get(spelling);
    if (known !== undefined) {
      known.holders += 1;
      return;
    }
    this.#known.set(spelling, { secret, holders: 1 });
    const head = spelling.slice(0, MIN_SECRET);
    const lengths: Lengths = this.#byHead.get(head) ?? new Map();
    this.#byHead.set(head, lengths.set(spelling.length, (lengths.get(spelling.length) ?? 0) + 1));
  }

  #release(spelling: string): void {
    const known = this.#known.get(spelling);
    if (known === undefined) return;
    known.holders -= 1;
    if (known.holders > 0) return;
    this.#known.delete(spelling);
    const head = spelling.slice(0, MIN_SECRET);
    const lengths = this.#byHead.get(head);
    const left = (lengths?.get(spelling.length) ?? 1) - 1;
    if (left > 0) lengths?.set(spelling.length, left);
    else lengths?.delete(spelling.length);
    if (lengths?.size === 0) this.#byHead.delete(head);
  }

  #forgetReplaced(): void {
    const until = this.#clock.monotonicMs() - QUOTED_FOR_MS;
    const kept = this.#replaced.findIndex(({ atMonotonicMs }) => atMonotonicMs > until);
    const gone = this.#replaced.splice(0, kept === -1 ? this.#replaced.length : kept);
    for (const secret of gone.flatMap(({ secrets }) => secrets)) {
      for (const spelling of spellingsOf(secret)) this.#release(spelling);
    }
  }
}
