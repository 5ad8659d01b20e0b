import type { Clock } from '../../core/ports/clock.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { Staff } from '#shared/model/shop.ts';
import type { Adapter } from '../adapter/adapter.ts';
import { DeadlineMissed } from '#shared/async/deadline.ts';
import type { InstalledScript } from '../session/page-script.ts';

const LIST_EVERY_MS = 5 * 60_000;
const LIST_DEADLINE_MS = 15_000;

export type StaffWatchParts = {
  readonly adapter: Adapter;
  readonly clock: Clock;
  readonly script: () => InstalledScript | null;
  readonly notify: (staff: readonly Staff[]) => Promise<void>;
};

/** The shop's service accounts: asked when the shop comes up and every five minutes, told when they changed. */
export class StaffWatch {
  readonly #parts: StaffWatchParts;
  #told = '';
  #cancel: () => void = () => {};

  constructor(parts: StaffWatchParts) {
    this.#parts = parts;
  }

  async list(): Promise<Result<readonly Staff[]>> {
    const { adapter, script } = this.#parts;
    if (!adapter.manifest.capabilities.includes('staff')) return refuse('platform.notSupported');
    const page = script();
    if (!page) return refuse('shop.notOnline');
    try {
      const answer = await page.call('invoke', ['staff', {}], LIST_DEADLINE_MS);
      const staff = adapter.codec.staff(answer);
      return staff === null ? refuse('platform.refused') : ok(staff);
    } catch (error) {
      return refuse(error instanceof DeadlineMissed ? 'platform.timeout' : 'shop.notOnline');
    }
  }

  /** Lists now and from then on. */
  start(): void {
    this.stop();
    this.#cancel = this.#parts.clock.setTimer(LIST_EVERY_MS, () => this.start());
    void this.#tellChanged();
  }

  stop(): void {
    this.#cancel();
  }

  async #tellChanged(): Promise<void> {
    const listed = await this.list();
    if (!listed.ok) return;
    const now = JSON.stringify(listed.value);
    if (now === this.#told) return;
    await this.#parts.notify(listed.value);
    this.#told = now;
  }
}
