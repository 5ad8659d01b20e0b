import type { Outage } from '#shared/model/gateway-status.ts';

/** GW14: from when to when the line was down, on the wall clock. Tells every beginning and every end once. */
export class OutageLog {
  readonly #notify: (outage: Outage) => void;
  #from: number | null = null;

  constructor(notify: (outage: Outage) => void) {
    this.#notify = notify;
  }

  /** The line is down since `from`; nothing new while it already is. */
  begin(from: number): void {
    if (this.#from !== null) return;
    this.#from = from;
    this.#notify({ from, to: null });
  }

  end(to: number): void {
    if (this.#from === null) return;
    // The wall clock may have been set back meanwhile; an outage never ends before it began.
    this.#notify({ from: this.#from, to: Math.max(this.#from, to) });
    this.#from = null;
  }
}
