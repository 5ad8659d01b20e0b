import type { ShopId } from '#shared/model/ids.ts';
import type { Secret } from '#shared/model/secret.ts';

/** One redacting log. `detail` is plain data without secrets. */
export interface Log {
  info(event: string, detail?: Readonly<Record<string, unknown>>): void;
  warn(event: string, detail?: Readonly<Record<string, unknown>>): void;
}

/** A log that knows the program's secrets. Whoever hears others' words takes them out before anything is kept or shown (SE6). */
export interface CleanLog extends Log {
  /** Neither this cookie header nor a value in it appears in a line, until some time after the shop has another (GW15). */
  redactCookies(shopId: ShopId, cookies: Secret): void;
  /** A text as the log would show it: each known secret as its fingerprint. */
  clean(text: string): string;
}
