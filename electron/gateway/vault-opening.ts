import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { VaultLocked, type KeptConnection, type TokenVault } from './token-vault.ts';

/** A key store that is locked is asked again by itself, soon after the start of a computer, later seldom: it may ask its owner each time. */
const AGAIN_MS = [10_000, 30_000, 300_000] as const;

export type VaultOpeningParts = {
  readonly clock: Clock;
  readonly vault: TokenVault;
  readonly log: Log;
  readonly found: (kept: KeptConnection) => void;
  readonly locked: (server: string, nextAttemptAt: number) => void;
};

/**
 * Takes what was kept out of the vault. A key store that does not open is not "nothing was kept": it is asked again, by itself and when
 * somebody wants it, until it opens or another connection takes the place.
 */
export class VaultOpening {
  readonly #parts: VaultOpeningParts;
  #cancel: (() => void) | null = null;
  #refusals = 0;
  #isOver = false;

  constructor(parts: VaultOpeningParts) {
    this.#parts = parts;
  }

  /** It did not open, and will be asked again. */
  get isLocked(): boolean {
    return this.#cancel !== null;
  }

  /** Never rejects. */
  async open(askAgain: () => void): Promise<void> {
    this.#stopWaiting();
    if (this.#isOver) return;
    const { clock, vault, log, found, locked } = this.#parts;
    try {
      const kept = await vault.load();
      if (kept !== null && !this.#isOver) found(kept);
    } catch (error) {
      if (this.#isOver) return;
      if (!(error instanceof VaultLocked)) return log.warn('gateway.vaultNotRead');
      log.warn('gateway.vaultLocked');
      const delayMs = AGAIN_MS[Math.min(this.#refusals, AGAIN_MS.length - 1)] ?? 0;
      this.#refusals += 1;
      this.#cancel = clock.setTimer(delayMs, askAgain);
      error.answer?.then(askAgain, () => 'asked again in its time');
      locked(error.server, clock.now() + delayMs);
    }
  }

  /** Another connection was named, or none is wanted any more. */
  end(): void {
    this.#isOver = true;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
