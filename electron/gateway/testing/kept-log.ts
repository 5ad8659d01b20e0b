import type { CleanLog } from '../../core/ports/log.ts';
import type { ShopId } from '#shared/model/ids.ts';
import type { Secret } from '#shared/model/secret.ts';

/** A log that keeps its lines, so that a test can look for what must not be there. */
export class KeptLog implements CleanLog {
  readonly lines: string[] = [];
  readonly #secrets: string[] = [];

  info(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.lines.push(`${event} ${JSON.stringify(detail ?? {})}`);
  }

  warn(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.info(event, detail);
  }

  redactCookies(_: ShopId, cookies: Secret): void {
    this.#secrets.push(cookies.reveal());
  }

  clean(text: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
  }
}
