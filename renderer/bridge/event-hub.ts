import type { EventName, Events } from '#shared/ipc/contract.ts';
import type { EventMessage } from '#shared/ipc/envelope.ts';

type Listeners = { readonly [Name in EventName]: Set<(payload: Events[Name]) => void> };

/** Hands each event to whoever listens for it. */
export class EventHub {
  readonly #listeners: Listeners = {
    'sync.delta': new Set(),
    'window.openConversation': new Set(),
  };

  /** Returns its undo. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const listeners: Set<(payload: Events[Name]) => void> = this.#listeners[name];
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  emit(message: EventMessage): void {
    switch (message.event) {
      case 'sync.delta':
        for (const listener of this.#listeners['sync.delta']) listener(message.payload);
        break;
      case 'window.openConversation':
        for (const listener of this.#listeners['window.openConversation'])
          listener(message.payload);
        break;
    }
  }
}
