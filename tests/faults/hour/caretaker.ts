import type { SandboxControl } from '../../e2e/sandbox-control.ts';
import type { AppLives } from './app-lives.ts';
import type { HourShop } from './traffic.ts';
import { asShopId, type ShopId } from '#shared/model/ids.ts';
import { needsAttention } from '#shared/model/shop.ts';

/** How long a shop may stand still before somebody looks after it. */
const PATIENCE_MS = 8_000;

/**
 * The people around the app: they see a shop that needs them and do what its sentence asks (log in again in the back
 * office, solve the challenge, take the session back), and type the token again when it was refused.
 */
export class Caretaker {
  readonly #control: SandboxControl;
  readonly #lives: AppLives;
  readonly #gateway: { readonly server: string; readonly token: string };
  readonly #since = new Map<ShopId, number>();
  /** What they had to do, by the state that asked for it. */
  readonly done = new Map<string, number>();

  constructor(parts: {
    readonly control: SandboxControl;
    readonly lives: AppLives;
    readonly gateway: { readonly server: string; readonly token: string };
  }) {
    this.#control = parts.control;
    this.#lives = parts.lives;
    this.#gateway = parts.gateway;
  }

  /** `shops`: those that no fault is on now. */
  async look(shops: readonly HourShop[]): Promise<void> {
    if (this.#lives.replica?.gateway.phase === 'token_refused') {
      this.#count('token_refused');
      await this.#lives.call('gateway.connect', this.#gateway);
    }
    for (const { id } of shops) {
      const shopId = asShopId(id);
      const kind = this.#lives.replica?.shops[shopId]?.state.kind;
      const now = performance.now();
      if (kind === undefined || !needsAttention(kind)) {
        this.#since.delete(shopId);
        continue;
      }
      const since = this.#since.get(shopId) ?? now;
      this.#since.set(shopId, since);
      if (now - since < PATIENCE_MS) continue;
      this.#since.set(shopId, now);
      this.#count(kind);
      if (kind === 'challenge') await this.#control.solve(id);
      if (kind === 'login_required') await this.#control.login(id);
      else await this.#lives.call('shops.retry', { shopId });
    }
  }

  #count(what: string): void {
    this.done.set(what, (this.done.get(what) ?? 0) + 1);
  }
}
