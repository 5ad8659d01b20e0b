import type { Conversation } from '#shared/model/conversation.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { PLATFORMS, type Platform } from '#shared/model/platform.ts';
import { limitsOf } from '#shared/model/settings.ts';
import { isPausedAt, timeLeftMs } from '#shared/model/waiting-clock.ts';
import type { Overview } from '#shared/sync/delta.ts';

type Known = Pick<Overview, 'shops' | 'settings'>;
type Rank = { readonly isPaused: boolean; readonly leftMs: number };

/**
 * CV14: who of the waiting comes first, by one reading of the clock. Those whose clock runs lose the same time together, so their
 * order holds until a limit changes or somebody's duty begins or ends; then a new reading takes the place of this one.
 */
export class Urgency {
  readonly #at: number;
  readonly #settings: Overview['settings'];
  readonly #shops: Overview['shops'];
  readonly #platforms = new Map<ShopId, Platform | null>();
  readonly #paused: readonly (Platform | null)[];
  /** Rows are replaced and never changed, so a rank belongs to its row. */
  readonly #ranks = new WeakMap<Conversation, Rank>();

  constructor({ shops, settings }: Known, at: number) {
    this.#at = at;
    this.#settings = settings;
    this.#shops = shops;
    for (const shop of Object.values(shops)) this.#platforms.set(shop.shopId, shop.platform);
    this.#paused = this.#pausedAt(at);
  }

  /** Whether this order is still the right one. */
  holds({ shops, settings }: Known, at: number): boolean {
    return (
      settings.limits === this.#settings.limits &&
      this.#knows(shops) &&
      this.#pausedAt(at).join() === this.#paused.join()
    );
  }

  /** Negative when `a` stands above `b`. */
  readonly compare = (a: Conversation, b: Conversation): number => {
    const [first, second] = [this.#rankOf(a), this.#rankOf(b)];
    return (
      Number(first.isPaused) - Number(second.isPaused) ||
      first.leftMs - second.leftMs ||
      (a.waitingSince ?? 0) - (b.waitingSince ?? 0)
    );
  };

  #knows(shops: Overview['shops']): boolean {
    return (
      shops === this.#shops ||
      Object.values(shops).every(({ shopId, platform }) => this.#platforms.get(shopId) === platform)
    );
  }

  #rankOf(row: Conversation): Rank {
    const known = this.#ranks.get(row);
    if (known !== undefined) return known;
    const platform = this.#platforms.get(row.shopId) ?? null;
    const leftMs = timeLeftMs(row.waitingSince ?? 0, this.#at, limitsOf(this.#settings, platform));
    const rank = { isPaused: this.#paused.includes(platform), leftMs };
    this.#ranks.set(row, rank);
    return rank;
  }

  #pausedAt(at: number): readonly (Platform | null)[] {
    const all: readonly (Platform | null)[] = [...PLATFORMS, null];
    return all.filter((platform) => isPausedAt(at, limitsOf(this.#settings, platform)));
  }
}
