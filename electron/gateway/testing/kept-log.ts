import type { Log } from '../../core/ports.ts';

/** A log that keeps its lines, so that a test can look for what must not be there. */
export class KeptLog implements Log {
  readonly lines: string[] = [];

  info(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.lines.push(`${event} ${JSON.stringify(detail ?? {})}`);
  }

  warn(event: string, detail?: Readonly<Record<string, unknown>>): void {
    this.info(event, detail);
  }
}
