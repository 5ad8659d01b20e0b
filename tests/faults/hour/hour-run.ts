import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SeededRandom } from '../../../sandbox/seeded.ts';
import { startSandbox, temporaryFolder } from '../../e2e/programs.ts';
import { SandboxControl } from '../../e2e/sandbox-control.ts';
import { AppLives } from './app-lives.ts';
import { Caretaker } from './caretaker.ts';
import { compare, type Judged } from './compare.ts';
import { randomGatewayFault, randomShopFault } from './fault-kinds.ts';
import { type HourShop, Traffic } from './traffic.ts';
import { asShopId } from '#shared/model/ids.ts';
import { PLATFORMS } from '#shared/model/platform.ts';

export type HourOptions = {
  readonly minutes: number;
  readonly shops: number;
  readonly seed: number;
  /** Hears one line now and then while the run goes on. */
  readonly say: (line: string) => void;
};

export type HourResult = Judged & {
  readonly figures: Readonly<Record<string, unknown>>;
  /** What the app wrote to stderr, to find out why. */
  readonly stderr: string;
};

/** With 20 shops about three messages in two seconds. */
const PAUSE_PER_SHOP_MS = 13_000;
const FAULT_AFTER_MS = [10_000, 60_000] as const;
const FAULT_LASTS_MS = [4_000, 40_000] as const;
const GATEWAY_FAULT_LASTS_MS = [2_000, 20_000] as const;
const LOOK_EVERY_MS = 4_000;
const TELL_EVERY_MS = 20_000;
const QUIET_WITHIN_MS = 6 * 60_000;
/** Nothing more may happen for this long. */
const STAYS_QUIET_MS = 5_000;

/** One run: the world, the app, and what is done to them until `isOver`. */
class HourRun {
  readonly #options: HourOptions;
  readonly #control: SandboxControl;
  readonly #lives: AppLives;
  readonly #traffic: Traffic;
  readonly #caretaker: Caretaker;
  readonly #shops: readonly HourShop[];
  readonly #file: string;
  readonly #underFault = new Set<string>();
  readonly #faults = new Map<string, number>();
  readonly #over = new AbortController();
  #isKilled = false;
  #looksAfter = true;

  constructor(parts: {
    readonly options: HourOptions;
    readonly control: SandboxControl;
    readonly lives: AppLives;
    readonly traffic: Traffic;
    readonly caretaker: Caretaker;
    readonly shops: readonly HourShop[];
    readonly file: string;
  }) {
    this.#options = parts.options;
    this.#control = parts.control;
    this.#lives = parts.lives;
    this.#traffic = parts.traffic;
    this.#caretaker = parts.caretaker;
    this.#shops = parts.shops;
    this.#file = parts.file;
  }

  async run(): Promise<Omit<HourResult, 'stderr'>> {
    const { minutes, shops, seed, say } = this.#options;
    await this.#lives.begin();
    for (const { id } of this.#shops) await this.#control.login(id);
    const onlineAfterMs = await this.#untilQuiet();
    say(`${shops} shops online after ${onlineAfterMs} ms, seed ${seed}`);
    const looking = this.#lookAfter();
    const troubles = [
      this.#talk(),
      this.#killNowAndThen(),
      this.#hurtGateway(),
      ...this.#shops.map((shop) => this.#hurtShop(shop)),
    ];
    await pause(minutes * 60_000);
    this.#over.abort();
    await Promise.all(troubles);
    await this.#control.gatewayFault({ kind: 'none' });
    for (const { id } of this.#shops) await this.#control.fault(id, { kind: 'none' });
    say('every fault is lifted');
    const quietAfterMs = await this.#untilQuiet();
    this.#looksAfter = false;
    await looking;
    const memory = this.#lives.memory();
    const exitCode = await this.#lives.stop();
    const judged = await this.#judge();
    return {
      ...judged,
      figures: {
        minutes,
        shops,
        seed,
        said: this.#traffic.said.length,
        back_office_replies: this.#traffic.repliesWritten,
        agent_replies: this.#traffic.queued.length,
        ...judged.counts,
        unconfirmed_listed: judged.unconfirmed.length,
        differences: judged.differences.length,
        kills: this.#lives.kills,
        faults: Object.fromEntries(this.#faults),
        looked_after: Object.fromEntries(this.#caretaker.done),
        online_after_ms: onlineAfterMs,
        quiet_after_ms: quietAfterMs,
        memory_of_last_life: memory,
        exit_code: exitCode,
      },
    };
  }

  async #lookAfter(): Promise<void> {
    let toldAt = performance.now();
    while (this.#looksAfter) {
      await pause(LOOK_EVERY_MS);
      await this.#lives.sample();
      await this.#caretaker.look(this.#shops.filter(({ id }) => !this.#underFault.has(id)));
      if (performance.now() - toldAt < TELL_EVERY_MS) continue;
      toldAt = performance.now();
      this.#options.say(
        `said ${this.#traffic.said.length}, kills ${this.#lives.kills}, ${this.#standing()}`,
      );
    }
  }

  /** Waits a random time; false when the run is over before. */
  async #wait(random: SeededRandom, [low, high]: readonly [number, number]): Promise<boolean> {
    const { signal } = this.#over;
    await pause(random.between(low, high), undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  }

  async #talk(): Promise<void> {
    const random = this.#random('pace');
    const mean = PAUSE_PER_SHOP_MS / this.#shops.length;
    while (await this.#wait(random, [mean * 0.2, mean * 1.8])) await this.#traffic.turn();
  }

  async #hurtShop({ id }: HourShop): Promise<void> {
    const random = this.#random(id);
    while (await this.#wait(random, FAULT_AFTER_MS)) {
      const fault = randomShopFault(random);
      this.#underFault.add(id);
      this.#note(fault.kind);
      await this.#control.fault(id, fault);
      await this.#wait(random, FAULT_LASTS_MS);
      await this.#control.fault(id, { kind: 'none' });
      this.#underFault.delete(id);
    }
  }

  async #hurtGateway(): Promise<void> {
    const random = this.#random('gateway');
    while (await this.#wait(random, FAULT_AFTER_MS)) {
      const fault = randomGatewayFault(random);
      this.#note(`gateway ${fault.kind}`);
      if (fault.kind === 'flood') {
        const { shop, pin } = await this.#traffic.newcomer();
        await this.#control.gatewayFault({ ...fault, store_id: shop, buyer: pin });
      } else await this.#control.gatewayFault(fault);
      await this.#wait(random, GATEWAY_FAULT_LASTS_MS);
      await this.#control.gatewayFault({ kind: 'none' });
    }
  }

  /** In the first half only: the last life is then long enough for its memory to be looked at. */
  async #killNowAndThen(): Promise<void> {
    const random = this.#random('kills');
    const halfMs = this.#options.minutes * 30_000;
    const times = Math.max(1, Math.round(this.#options.minutes / 4));
    for (let index = 0; index < times; index += 1) {
      const each = halfMs / times;
      if (!(await this.#wait(random, [each * 0.5, each]))) return;
      this.#isKilled = true;
      await this.#lives.kill();
      await this.#wait(random, [0, 4_000]);
      await this.#lives.begin();
      this.#isKilled = false;
    }
  }

  /** Milliseconds until all shops are online and all sides agree; how far it came in the time there is. */
  async #untilQuiet(): Promise<number> {
    const from = performance.now();
    let quietSince: number | null = null;
    while (performance.now() - from < QUIET_WITHIN_MS) {
      const isQuiet = this.#isOnline() && (await this.#judge()).differences.length === 0;
      quietSince = isQuiet ? (quietSince ?? performance.now()) : null;
      if (quietSince !== null && performance.now() - quietSince >= STAYS_QUIET_MS)
        return Math.round(quietSince - from);
      await pause(1_000);
    }
    this.#options.say(`not quiet after ${QUIET_WITHIN_MS / 60_000} minutes: ${this.#standing()}`);
    return QUIET_WITHIN_MS;
  }

  async #judge(): Promise<Judged> {
    const { said, queued } = this.#traffic;
    return compare(this.#file, { said, queued, ledger: await this.#control.ledger() });
  }

  #stateOf(shop: HourShop): string {
    const state = this.#lives.replica?.shops[asShopId(shop.id)]?.state;
    return state === undefined ? 'unknown' : state.kind;
  }

  #isOnline(): boolean {
    const { gateway } = this.#lives.replica ?? {};
    return (
      gateway?.phase === 'connected' &&
      gateway.pendingFrames === 0 &&
      this.#shops.every((shop) => this.#stateOf(shop) === 'online')
    );
  }

  #standing(): string {
    if (this.#isKilled) return 'the app is killed';
    const states = new Map<string, string[]>();
    for (const shop of this.#shops) {
      const state = this.#stateOf(shop);
      states.set(state, [...(states.get(state) ?? []), shop.name]);
    }
    const shown = [...states].map(([state, names]) =>
      state === 'online' ? `${names.length} online` : `${state}: ${names.join(' ')}`,
    );
    return `gateway ${this.#lives.replica?.gateway.phase ?? 'unknown'}, ${shown.join(', ')}`;
  }

  #note(kind: string): void {
    this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1);
  }

  #random(what: string): SeededRandom {
    return new SeededRandom(`hour ${this.#options.seed} ${what}`);
  }
}

/**
 * Shops on the four simulated platforms, the app as a process with a real Chromium, buyers, a back office and an agent who
 * talk, and random faults and kills all the while. At the end everything is lifted, and what each side saw is compared.
 */
export const runHour = async (options: HourOptions): Promise<HourResult> => {
  const sandbox = await startSandbox(['--seed', String(options.seed)]);
  const { folder, remove } = await temporaryFolder();
  const { gateway, token, platforms, control: address } = sandbox.ready;
  const lives = new AppLives({ data: folder, gateway, token, platforms });
  try {
    const control = new SandboxControl(address);
    const shops: HourShop[] = [];
    for (let index = 0; index < options.shops; index += 1) {
      const platform = PLATFORMS[index % PLATFORMS.length] ?? 'jd';
      const name = `${platform}-${index + 1}`;
      shops.push({ id: (await control.addShop(platform, name)).store_id, platform, name });
    }
    const run = new HourRun({
      options,
      control,
      lives,
      shops,
      traffic: new Traffic({
        control,
        lives,
        shops,
        media: new URL('/media', platforms).href,
        seed: options.seed,
      }),
      caretaker: new Caretaker({ control, lives, gateway: { server: gateway, token } }),
      file: path.join(folder, 'duodian.sqlite'),
    });
    return { ...(await run.run()), stderr: lives.stderr };
  } finally {
    await lives.stop();
    await sandbox.stop();
    await remove();
  }
};
