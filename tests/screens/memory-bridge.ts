import type { CallName } from '#shared/ipc/call-names.ts';
import type { Bridge, EventName, Events } from '#shared/ipc/contract.ts';
import type { Result } from '#shared/model/result.ts';
import type { Delta, Replica } from '#shared/sync/delta.ts';

/** What decides the screen's calls. */
export interface ScreenHost {
  replica(): Replica;
  /** A change from anywhere, told to the screen. */
  publish(delta: Delta): void;
  handle(name: CallName, input: unknown): Promise<Result<unknown>>;
}

export type HostParts = {
  readonly onDelta: (delta: Delta) => void;
  readonly cursor: () => { readonly epoch: string; readonly seq: number };
};

/** What the screen asked, in order. */
export type SeenCall = { readonly name: CallName; readonly input: unknown };

/**
 * The screen's way to its host. It remembers every call, and a test may put an answer in the place of the
 * host's, or keep the screen waiting for one.
 */
export class MemoryBridge implements Bridge {
  readonly calls: SeenCall[] = [];
  readonly #host: ScreenHost;
  readonly #answers = new Map<CallName, Result<unknown>>();
  readonly #held = new Map<CallName, Promise<void>>();
  readonly #releases = new Map<CallName, () => void>();
  readonly #deltaListeners = new Set<(payload: Events['sync.delta']) => void>();
  readonly #carrierListeners = new Set<(state: 'open' | 'closed') => void>();
  #seq = 0;

  constructor(makeHost: (parts: HostParts) => ScreenHost) {
    this.#host = makeHost({
      cursor: () => ({ epoch: 'e', seq: this.#seq }),
      onDelta: (delta) => {
        this.#seq += 1;
        for (const listener of this.#deltaListeners)
          listener({ cursor: { epoch: 'e', seq: this.#seq }, delta });
      },
    });
  }

  replica(): Replica {
    return this.#host.replica();
  }

  publish(delta: Delta): void {
    this.#host.publish(delta);
  }

  setCarrier(state: 'open' | 'closed'): void {
    for (const listener of this.#carrierListeners) listener(state);
  }

  /** From now on this is the answer to every call of the name; null gives it back to the host. */
  answer(name: CallName, result: Result<unknown> | null): void {
    if (result === null) this.#answers.delete(name);
    else this.#answers.set(name, result);
  }

  /** Calls of the name are answered only after `release`. */
  hold(name: CallName): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(name, promise);
    this.#releases.set(name, resolve);
  }

  release(name: CallName): void {
    this.#releases.get(name)?.();
    this.#held.delete(name);
  }

  call: Bridge['call'] = async (name, input) => {
    this.calls.push({ name, input });
    await this.#held.get(name);
    return (this.#answers.get(name) ?? (await this.#host.handle(name, input))) as Result<never>;
  };

  on: Bridge['on'] = <Name extends EventName>(
    name: Name,
    listen: (payload: Events[Name]) => void,
  ) => {
    if (name !== 'sync.delta') return () => undefined;
    const listener = listen as (payload: Events['sync.delta']) => void;
    this.#deltaListeners.add(listener);
    return () => this.#deltaListeners.delete(listener);
  };

  onTransport(listen: (state: 'open' | 'closed') => void): () => void {
    this.#carrierListeners.add(listen);
    listen('open');
    return () => this.#carrierListeners.delete(listen);
  }
}
