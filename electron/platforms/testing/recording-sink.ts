import type { Fact, FactSink, PlatformMessage } from '../../core/ports/facts.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { newShopState, nextShopState } from '#shared/model/shop-state.ts';
import type { ShopState, ShopStateKind } from '#shared/model/shop.ts';

/** A core for tests: keeps every fact, and lets a test wait for what it needs. */
export class RecordingSink implements FactSink {
  readonly facts: Fact[] = [];
  /** Shops whose messages are refused, as by a core whose database is full. */
  readonly refusesMessagesOf = new Set<ShopId>();
  readonly #waiting = new Set<() => void>();

  accept(fact: Fact): Promise<void> {
    if (fact.kind === 'platform.messages' && this.refusesMessagesOf.has(fact.shopId))
      return Promise.reject(new Error('storage.full'));
    this.facts.push(fact);
    for (const look of this.#waiting) look();
    return Promise.resolve();
  }

  messages(shopId: ShopId): readonly PlatformMessage[] {
    return this.facts.flatMap((fact) =>
      fact.kind === 'platform.messages' && fact.shopId === shopId ? fact.messages : [],
    );
  }

  states(shopId: ShopId): readonly ShopState[] {
    let state = newShopState(0);
    return this.facts.flatMap((fact) => {
      if (fact.kind !== 'platform.event' || fact.shopId !== shopId) return [];
      state = nextShopState(state, fact.event, fact.at);
      return [state];
    });
  }

  state(shopId: ShopId): ShopState | undefined {
    return this.states(shopId).at(-1);
  }

  untilState(shopId: ShopId, kind: ShopStateKind, ms?: number): Promise<ShopState> {
    return this.until(
      () => (this.state(shopId)?.kind === kind ? this.state(shopId) : undefined),
      () =>
        `${kind}, seen: ${this.states(shopId)
          .map((state) => `${state.kind} (${state.reason?.code ?? state.words})`)
          .join(' > ')}`,
      ms,
    );
  }

  untilMessage(
    shopId: ShopId,
    is: (message: PlatformMessage) => boolean,
    ms?: number,
  ): Promise<PlatformMessage> {
    return this.until(
      () => this.messages(shopId).find(is),
      () =>
        `a message among ${JSON.stringify(this.messages(shopId).map(({ content }) => content))}`,
      ms,
    );
  }

  /** Resolves to the first value that `find` finds; looks again after every fact. */
  until<Value>(find: () => Value | undefined, what: () => string, ms = 60_000): Promise<Value> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const value = find();
        if (value === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(value);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`not within ${ms} ms: ${what()}`));
      }, ms);
      this.#waiting.add(look);
      look();
    });
  }
}
