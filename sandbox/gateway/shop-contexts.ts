/** What the back office keeps of one shop. `login` is null for a shop that it only heard of. */
type ShopContext = {
  readonly storeId: string;
  login: { readonly cookie: string; readonly platformName: string } | null;
  frames: number;
};

export type ShopLogin = {
  readonly storeId: string;
  readonly cookie: string;
  readonly platformName: string;
};

/** Spec 2: the back office makes a shop's context when it first hears its `store_id`. */
export class ShopContexts {
  readonly #contexts = new Map<string, ShopContext>();

  heard(storeId: string): void {
    this.#context(storeId).frames += 1;
  }

  loggedIn(storeId: string, cookie: string, platformName: string): void {
    this.#context(storeId).login = { cookie, platformName };
  }

  /** Shops that the back office has logged in, in the order in which it did so first. */
  logins(): readonly ShopLogin[] {
    return [...this.#contexts.values()].flatMap(({ storeId, login }) =>
      login === null ? [] : [{ storeId, ...login }],
    );
  }

  /** Business frames heard of a shop. */
  framesOf(storeId: string): number {
    return this.#contexts.get(storeId)?.frames ?? 0;
  }

  isLoggedIn(storeId: string): boolean {
    return (this.#contexts.get(storeId)?.login ?? null) !== null;
  }

  anyStoreId(): string | null {
    return this.#contexts.keys().next().value ?? null;
  }

  #context(storeId: string): ShopContext {
    const known = this.#contexts.get(storeId);
    if (known !== undefined) return known;
    const made: ShopContext = { storeId, login: null, frames: 0 };
    this.#contexts.set(storeId, made);
    return made;
  }
}
