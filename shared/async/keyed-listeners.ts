/** Listeners by what they listen to. A key that has no listener takes no memory. */
export class KeyedListeners<Key, Payload> {
  readonly #byKey = new Map<Key, Set<(payload: Payload) => void>>();

  /** Returns its undo. */
  listen(key: Key, listener: (payload: Payload) => void): () => void {
    const listeners = this.#byKey.get(key) ?? new Set();
    this.#byKey.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      // After `drop` the key may belong to other listeners.
      if (listeners.size === 0 && this.#byKey.get(key) === listeners) this.#byKey.delete(key);
    };
  }

  notify(key: Key, payload: Payload): void {
    for (const listener of this.#byKey.get(key) ?? []) listener(payload);
  }

  /** The listeners of these keys hear nothing more. */
  drop(isDropped: (key: Key) => boolean): void {
    for (const key of this.#byKey.keys()) if (isDropped(key)) this.#byKey.delete(key);
  }

  clear(): void {
    this.#byKey.clear();
  }
}
