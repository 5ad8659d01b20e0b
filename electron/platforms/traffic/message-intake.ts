import type { FactSink, PlatformMessage } from '../../core/ports/facts.ts';
import { TurnQueue } from '#shared/async/turn-queue.ts';
import type { PlatformMessageId, ShopId } from '#shared/model/ids.ts';

/** More than one list poll can show, so that its old messages are not handed up again every time. */
const MOST_RECENT = 20_000;
const MOST_TOGETHER = 200;

/** PL6: what the stream and the poll bring, merged, each platform message id once, in the order of arrival. */
export class MessageIntake {
  readonly #shopId: ShopId;
  readonly #sink: FactSink;
  readonly #recent = new Set<PlatformMessageId>();
  readonly #turns = new TurnQueue();

  constructor(shopId: ShopId, sink: FactSink) {
    this.#shopId = shopId;
    this.#sink = sink;
  }

  /** Resolves to those that were new, once they are durable. Rejects, and knows nothing of them, when they are not. */
  take(messages: readonly PlatformMessage[]): Promise<readonly PlatformMessage[]> {
    return this.#turns.run(() => this.#take(messages));
  }

  async #take(messages: readonly PlatformMessage[]): Promise<readonly PlatformMessage[]> {
    const fresh = new Map<PlatformMessageId, PlatformMessage>();
    for (const message of messages) {
      const id = message.platformMessageId;
      if (this.#recent.has(id) || fresh.has(id)) continue;
      fresh.set(id, message);
    }
    const taken = [...fresh.values()];
    for (let from = 0; from < taken.length; from += MOST_TOGETHER) {
      const chunk = taken.slice(from, from + MOST_TOGETHER);
      await this.#sink.accept({ kind: 'platform.messages', shopId: this.#shopId, messages: chunk });
      for (const { platformMessageId } of chunk) this.#remember(platformMessageId);
    }
    return taken;
  }

  #remember(id: PlatformMessageId): void {
    this.#recent.add(id);
    if (this.#recent.size <= MOST_RECENT) return;
    const oldest = this.#recent.values().next().value;
    if (oldest !== undefined) this.#recent.delete(oldest);
  }
}
