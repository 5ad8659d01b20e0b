import type { Locator } from 'playwright';
import { FakeClock, settled } from '../../electron/core/testing/fake-clock.ts';
import { TestCore } from '../../electron/core/testing/test-core.ts';
import type { CallName } from '#shared/ipc/call-names.ts';
import { CALLS } from '#shared/ipc/contract.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { Delta } from '#shared/sync/delta.ts';
import { FreshScreen, loadedAnew } from './fresh-screen.ts';

/** Within the duty hours of every platform, from London to Shanghai. */
const BEGIN = Date.UTC(2026, 10, 23, 10);

/**
 * The screen as the one window of a core that lives through a case: what the back office and the platforms say goes into
 * the core, what it decides goes to the screen, and a press goes back into it. Time passes when the case says so.
 */
export class LiveScreen extends FreshScreen {
  #world: TestCore | null = null;
  /** What the core told; the page takes it in this order. */
  #told: Promise<unknown> = Promise.resolve();

  get world(): TestCore {
    if (this.#world === null) throw new Error('the core is opened before each case');
    return this.#world;
  }

  override async begin(): Promise<void> {
    await super.begin();
    await this.page.exposeFunction('coreDecides', (name: CallName, input: unknown) =>
      this.#decide(name, input),
    );
    await this.page.exposeFunction('coreReplica', () => this.world.core.replica());
    await this.page.addInitScript(() => {
      const given = window as unknown as {
        coreDecides: NonNullable<Window['outsideCore']>['decide'];
        coreReplica: NonNullable<Window['outsideCore']>['replica'];
      };
      window.outsideCore = {
        decide: (name, input) => given.coreDecides(name, input),
        replica: () => given.coreReplica(),
      };
    });
  }

  override async end(): Promise<void> {
    this.#world = null;
    await this.#told;
    await super.end();
  }

  override async load(): Promise<void> {
    await this.#live(await TestCore.open({ clock: new FakeClock(BEGIN) }));
  }

  /** The program ends as if killed and starts on the same file; the page is opened anew. */
  async restart(): Promise<void> {
    await this.#live(await this.world.restart());
  }

  /** Time passes in the core, and the page's clock with it. */
  async advance(ms: number): Promise<void> {
    await this.world.clock.advance(ms);
    await this.#setPageClock();
  }

  /** Somebody sets this computer's clock. */
  async shiftWall(byMs: number): Promise<void> {
    this.world.clock.shiftWall(byMs);
    await this.#setPageClock();
  }

  row(buyer: string): Locator {
    return this.page
      .getByRole('listbox', { name: '会话列表' })
      .getByRole('option', { name: buyer, exact: true });
  }

  tab(shop: string): Locator {
    return this.page
      .getByRole('tablist', { name: '店铺' })
      .getByRole('tab', { name: shop, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  async openConversation(buyer: string): Promise<void> {
    await this.row(buyer).click();
    await this.log().getByRole('article').first().waitFor();
  }

  log(): Locator {
    return this.page.getByRole('log', { name: '消息记录' });
  }

  composer(): Locator {
    return this.page.getByRole('textbox', { name: '回复', exact: true });
  }

  suggestions(): Locator {
    return this.page.getByRole('group', { name: '后台建议' });
  }

  async #live(world: TestCore): Promise<void> {
    this.#world = world;
    world.publisher.publish = (delta) => {
      world.publisher.deltas.push(delta);
      this.#tell(world, delta);
    };
    const { gateway } = world.core.replica();
    await world.core.accept({
      kind: 'gateway.status',
      status: { ...gateway, phase: 'connected', server: 'wss://kefu.example.com' },
    });
    await this.#setPageClock();
    await this.open('?theme=light&core=outside');
  }

  #tell(world: TestCore, delta: Delta): void {
    this.#told = this.#told.then(async () => {
      if (world !== this.#world) return;
      await this.page.evaluate((change) => {
        // A page that is still loading asks for all that is known.
        (window.harness as Window['harness'] | undefined)?.publish(change);
      }, delta);
    });
  }

  async #setPageClock(): Promise<void> {
    await this.page.clock.setFixedTime(this.world.clock.now());
  }

  /** Checked as the app's guard checks it, then decided. */
  async #decide(name: CallName, input: unknown): Promise<Result<unknown>> {
    const { handlers } = this.world.core;
    if (!Object.hasOwn(handlers, name)) return ok(null);
    const checked = CALLS[name].input.safeParse(input);
    if (!checked.success) return refuse('ipc.invalidInput', checked.error.issues[0]?.message ?? '');
    const decide = handlers[name as keyof typeof handlers] as (
      given: unknown,
    ) => Result<unknown> | Promise<Result<unknown>>;
    const answer = await decide(checked.data);
    await settled();
    return answer;
  }
}

/** Call it once at the top of a file. */
export const liveScreen = (): LiveScreen => loadedAnew(new LiveScreen());
