import type { PowerSaveBlocker } from 'electron';

/**
 * Keeps the machine from falling asleep by itself while a shop receives; its screen may. Without a shop that is online, nothing is to
 * be missed and a battery to be saved.
 */
export class KeepAwake {
  readonly #blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  #id: number | null = null;

  constructor(blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>) {
    this.#blocker = blocker;
  }

  set(isNeeded: boolean): void {
    if (isNeeded === (this.#id !== null)) return;
    if (this.#id !== null) this.#blocker.stop(this.#id);
    this.#id = isNeeded ? this.#blocker.start('prevent-app-suspension') : null;
  }
}
