import type { CallName } from '#shared/ipc/call-names.ts';
import { ok, type Result } from '#shared/model/result.ts';
import { EMPTY_OVERVIEW, type Delta, type Replica } from '#shared/sync/delta.ts';
import type { HostParts, ScreenHost } from './memory-bridge.ts';

declare global {
  interface Window {
    /** Given by the program that opened the page (`LiveScreen`). */
    outsideCore?: {
      replica(): Promise<Replica>;
      decide(name: CallName, input: unknown): Promise<Result<unknown>>;
    };
  }
}

/** A host whose core lives outside the page, for as long as a case lasts. */
export class OutsideHost implements ScreenHost {
  readonly #parts: HostParts;

  constructor(parts: HostParts) {
    this.#parts = parts;
  }

  replica(): Replica {
    return { ...EMPTY_OVERVIEW, conversations: {}, waitingLeftOut: 0 };
  }

  publish(delta: Delta): void {
    this.#parts.onDelta(delta);
  }

  async handle(name: CallName, input: unknown): Promise<Result<unknown>> {
    const core = window.outsideCore;
    if (core === undefined) throw new Error('the page was opened without a core');
    if (name !== 'sync.loadSnapshot') return core.decide(name, input);
    return ok({ cursor: this.#parts.cursor(), replica: await core.replica() });
  }
}
