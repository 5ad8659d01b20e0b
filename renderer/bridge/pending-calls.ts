import { refuse, type Result } from '#shared/model/result.ts';

/** Calls that left and have no answer yet, by request id. */
export class PendingCalls {
  #nextId = 0;
  readonly #waiting = new Map<number, (result: Result<never>) => void>();

  /** Registers one call; the promise settles with its reply, or with `ipc.disconnected`. */
  add<Value>(): { readonly id: number; readonly reply: Promise<Result<Value>> } {
    const id = this.#nextId++;
    const reply = new Promise<Result<Value>>((resolve) => {
      this.#waiting.set(id, resolve);
    });
    return { id, reply };
  }

  /** The reply to `id`; a second reply, or one to a call nobody made, is dropped. */
  settle(id: number, result: Result<never>): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(result);
  }

  /** The line dropped: nobody knows whether these were done, and the caller is told so at once. */
  refuseAll(): void {
    const calls = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of calls) resolve(refuse('ipc.disconnected'));
  }
}
