import { createHash } from 'node:crypto';
import type { CleanLog, Clock } from '../core/ports.ts';
import { Secret } from '#shared/model/secret.ts';

/** Longest line written; what is longer is cut, so that a hostile text cannot fill the disk line by line. */
const MAX_LINE_CHARACTERS = 4096;
/** Shorter pieces of a cookie (flags, counters) are no secrets, and replacing them would make the log unreadable. */
const MIN_COOKIE_VALUE = 8;
const MIN_SECRET = 4;
/** Lines kept in memory for the diagnostics bundle. */
const RECENT_LINES = 1_000;

/** The log of a host: one line of text for each event, with every known secret replaced by its fingerprint (SE6). */
export interface RedactingLog extends CleanLog {
  /** From now on this text appears in no line. */
  redact(secret: Secret): void;
  /** The newest lines, oldest first, also without the secrets that became known after they were written. */
  recentLines(): readonly string[];
  /** From now on every line is written there as well; the recent lines first. */
  alsoTo(write: WriteLine): void;
}

/** Receives one cleaned line without its line break. It must not throw. */
export type WriteLine = (line: string) => void;

/** `secret:` and the first 8 hex digits of SHA-256: enough to see that two are the same, useless for anything else. */
export const fingerprintOf = (secret: Secret): string =>
  `secret:${createHash('sha256').update(secret.reveal()).digest('hex').slice(0, 8)}`;

/** A token in a gateway address, whether or not anybody registered it (GW1 puts it into the path). */
const TOKEN_IN_ADDRESS = /(\/ws\/gui\/)[^/\s"'?#]+/gu;

const spellingsOf = (text: string): readonly string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text),
];

/** Errors have no enumerable keys; without this a logged error would be `{}`. */
const plain = (_key: string, value: unknown): unknown => {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return typeof value === 'bigint' ? value.toString() : value;
};

const detailText = (detail: Readonly<Record<string, unknown>> | undefined): string => {
  if (detail === undefined) return '';
  try {
    return ` ${JSON.stringify(detail, plain)}`;
  } catch {
    return ' {"detail":"not printable"}';
  }
};

class LineLog implements RedactingLog {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #writers: WriteLine[];
  /** A ring: the oldest stands at `#next` once it is full. */
  readonly #recent: string[] = [];
  #next = 0;
  /** Longest first, so that a secret inside a longer one does not leave the rest behind. */
  #known: readonly { readonly text: string; readonly shown: string }[] = [];

  constructor(clock: Pick<Clock, 'now'>, write: WriteLine) {
    this.#clock = clock;
    this.#writers = [write];
  }

  info(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.#line('info', event, detail);
  }

  warn(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.#line('warn', event, detail);
  }

  redact(secret: Secret): void {
    const text = secret.reveal();
    if (text.length < MIN_SECRET) return;
    const shown = `[${fingerprintOf(secret)}]`;
    const present = new Set(this.#known.map((entry) => entry.text));
    const added = [...new Set(spellingsOf(text))].filter((spelling) => !present.has(spelling));
    if (added.length === 0) return;
    this.#known = [...this.#known, ...added.map((spelling) => ({ text: spelling, shown }))].sort(
      (a, b) => b.text.length - a.text.length,
    );
  }

  redactCookies(cookies: Secret): void {
    this.redact(cookies);
    for (const pair of cookies.reveal().split(';')) {
      const value = pair.slice(pair.indexOf('=') + 1).trim();
      if (value.length >= MIN_COOKIE_VALUE) this.redact(new Secret(value));
    }
  }

  clean(text: string): string {
    let cleaned = text;
    for (const { text: secret, shown } of this.#known) cleaned = cleaned.replaceAll(secret, shown);
    return cleaned.replaceAll(TOKEN_IN_ADDRESS, '$1[token]');
  }

  recentLines(): readonly string[] {
    return [...this.#recent.slice(this.#next), ...this.#recent.slice(0, this.#next)].map((line) =>
      this.clean(line),
    );
  }

  alsoTo(write: WriteLine): void {
    for (const line of this.recentLines()) write(line);
    this.#writers.push(write);
  }

  #line(level: string, event: string, detail: Readonly<Record<string, unknown>> | undefined): void {
    const time = new Date(this.#clock.now()).toISOString();
    // Cleaned before it is cut: a secret across the cut would otherwise leave its head behind.
    const whole = this.clean(`${time} ${level} ${event}${detailText(detail)}`);
    const line =
      whole.length > MAX_LINE_CHARACTERS ? `${whole.slice(0, MAX_LINE_CHARACTERS)}…` : whole;
    this.#recent[this.#next] = line;
    this.#next = (this.#next + 1) % RECENT_LINES;
    for (const write of this.#writers) write(line);
  }
}

export const createLog = (clock: Pick<Clock, 'now'>, write: WriteLine): RedactingLog =>
  new LineLog(clock, write);
