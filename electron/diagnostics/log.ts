import type { Clock } from '../core/ports/clock.ts';
import type { CleanLog } from '../core/ports/log.ts';
import type { ShopId } from '#shared/model/ids.ts';
import type { Secret } from '#shared/model/secret.ts';
import { KnownSecrets } from './known-secrets.ts';

/** Longest line written; what is longer is cut, so that a hostile text cannot fill the disk line by line. */
const MAX_LINE_CHARACTERS = 4096;
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

/** A token in a gateway address, whether or not anybody registered it (GW1 puts it into the path). */
const TOKEN_IN_ADDRESS = /(\/ws\/gui\/)[^/\s"'?#]+/gu;

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

type LogClock = Pick<Clock, 'now' | 'monotonicMs'>;

class LineLog implements RedactingLog {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #writers: WriteLine[];
  /** A ring: the oldest stands at `#next` once it is full. */
  readonly #recent: string[] = [];
  #next = 0;
  readonly #secrets: KnownSecrets;

  constructor(clock: LogClock, write: WriteLine) {
    this.#clock = clock;
    this.#secrets = new KnownSecrets(clock);
    this.#writers = [write];
  }

  info(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.#line('info', event, detail);
  }

  warn(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.#line('warn', event, detail);
  }

  redact(secret: Secret): void {
    this.#secrets.add(secret.reveal());
  }

  redactCookies(shopId: ShopId, cookies: Secret): void {
    this.#secrets.addCookies(shopId, cookies);
  }

  clean(text: string): string {
    return this.#secrets.clean(text).replaceAll(TOKEN_IN_ADDRESS, '$1[token]');
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

export const createLog = (clock: LogClock, write: WriteLine): RedactingLog =>
  new LineLog(clock, write);
