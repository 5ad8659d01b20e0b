import path from 'node:path';
import { SeededRandom } from '../../../sandbox/seeded.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { BackOffice } from './back-office.ts';
import type { Life, Lives } from './life.ts';
import { findFaults, type Acknowledged } from './oracle.ts';
import { colleague, Platform, SHOPS } from './platform.ts';
import { Traffic } from './traffic.ts';
import type { FromApp, PlatformAnswer, PlatformAsk } from './wire.ts';

/** What a life can be killed at: the n-th time that this happens, n being at most the given number. */
const KILL_POINTS = {
  opened: 1,
  connected: 1,
  pageAsked: 3,
  handed: 6,
  taken: 6,
  kept: 6,
  frame: 8,
  ping: 1,
  identity: 4,
  send: 4,
  answered: 4,
  queued: 3,
  /** After so many milliseconds. */
  time: 500,
} as const;
export type KillPoint = keyof typeof KILL_POINTS;
export const ALL_KILL_POINTS = Object.keys(KILL_POINTS) as readonly KillPoint[];

/** After this a life is killed also when what it waits for never came. */
const LONGEST_LIFE_MS = 4_000;
/** How long what follows from a moment may go on before the kill. */
const LATEST_AFTER_MS = 6;
const REST_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type WorldParts = {
  /** Empty at first. */
  readonly folder: string;
  readonly lives: Lives;
  readonly seed: string;
  readonly kills: number;
};
export type WorldReport = {
  readonly faults: readonly string[];
  readonly kills: number;
  /** The moments that were met; a life in which its moment never came is killed all the same. */
  readonly killedAt: readonly KillPoint[];
};

/** One database, its platform and its back office over many lives that are killed, and a last one that is left alone. */
export const runWorld = async (parts: WorldParts): Promise<WorldReport> => {
  const office = await BackOffice.open();
  try {
    return await new World(parts, office).run();
  } finally {
    await office.close();
  }
};

class World {
  readonly #parts: WorldParts;
  readonly #file: string;
  readonly #random: SeededRandom;
  readonly #platform: Platform;
  readonly #office: BackOffice;
  readonly #traffic: Traffic;
  readonly #acknowledged: Acknowledged = {
    taken: new Set(),
    replies: new Set(),
    frameIds: new Set(),
  };
  readonly #faults: string[] = [];
  #life: Life | null = null;
  #openPages = new Set<ShopId>();
  #note: (point: KillPoint) => void = () => undefined;
  #looked: (message: Extract<FromApp, { tell: 'looked' }>) => void = () => undefined;

  constructor(parts: WorldParts, office: BackOffice) {
    this.#parts = parts;
    this.#file = path.join(parts.folder, 'duodian.db');
    this.#random = new SeededRandom(parts.seed);
    this.#office = office;
    office.onEvent = (what) => this.#note(what);
    this.#platform = new Platform({
      random: this.#random,
      push: (shopId, messages) => {
        if (!this.#openPages.has(shopId)) return;
        this.#life?.say({ say: 'messages', shopId, messages });
        this.#note('handed');
      },
    });
    this.#traffic = new Traffic({
      random: this.#random,
      platform: this.#platform,
      office,
      say: (message) => this.#life?.say(message),
      seed: parts.seed,
    });
  }

  async run(): Promise<WorldReport> {
    const killedAt: KillPoint[] = [];
    let kills = 0;
    try {
      while (kills < this.#parts.kills && this.#faults.length === 0) {
        const point = this.#random.pick(ALL_KILL_POINTS);
        if (await this.#liveUntil(point)) killedAt.push(point);
        kills += 1;
        await this.#compare(`kill ${kills}, at ${point}`, false);
      }
      if (this.#faults.length === 0) await this.#liveInPeace();
      if (this.#faults.length === 0) await this.#compare('in the end', true);
    } finally {
      this.#platform.end();
      this.#life?.kill();
    }
    return { faults: this.#faults, kills, killedAt };
  }

  async #compare(when: string, isCalm: boolean): Promise<void> {
    const sides = {
      platform: this.#platform,
      office: this.#office,
      acknowledged: this.#acknowledged,
    };
    for (const fault of await findFaults(this.#file, sides, isCalm)) this.#report(when, fault);
  }

  #report(when: string, fault: string): void {
    this.#faults.push(`${when} (seed ${this.#parts.seed}): ${fault}`);
  }

  /** True when the moment came. */
  async #liveUntil(point: KillPoint): Promise<boolean> {
    const life = await this.#begin();
    const { promise: killed, resolve } = Promise.withResolvers<void>();
    const kill = (): void => {
      life.kill();
      resolve();
    };
    let left = this.#random.between(1, KILL_POINTS[point]);
    const last = setTimeout(kill, point === 'time' ? left : LONGEST_LIFE_MS);
    this.#note = (seen) => {
      if (seen !== point) return;
      left -= 1;
      if (left !== 0) return;
      // At the very moment, or when what follows from it is under way.
      if (this.#random.next() < 0.5) kill();
      else setTimeout(kill, this.#random.between(0, LATEST_AFTER_MS));
    };
    this.#traffic.start();
    await killed;
    clearTimeout(last);
    this.#traffic.stop();
    this.#note = () => undefined;
    await this.#bury(life);
    return point === 'time' || left <= 0;
  }

  /** The last life: everything is answered, nothing new comes, until nothing moves. */
  async #liveInPeace(): Promise<void> {
    while (!this.#platform.isSettled) await sleep(LOOK_EVERY_MS);
    this.#platform.isCalm = true;
    const life = await this.#begin();
    const until = performance.now() + REST_WITHIN_MS;
    for (;;) {
      const missing = await this.#missingForRest(life);
      if (missing === null) break;
      if (performance.now() > until) {
        this.#report('in the end', `no rest within ${REST_WITHIN_MS} ms: ${missing}`);
        break;
      }
      await sleep(LOOK_EVERY_MS);
      for (const shopId of SHOPS) this.#poll(life, shopId);
    }
    life.say({ say: 'stop' });
    await this.#bury(life);
  }

  async #missingForRest(life: Life): Promise<string | null> {
    const { pendingFrames, moving } = await new Promise<Extract<FromApp, { tell: 'looked' }>>(
      (resolve) => {
        this.#looked = resolve;
        life.say({ say: 'look' });
      },
    );
    if (pendingFrames > 0) return `${pendingFrames} frames for the gateway`;
    if (moving > 0) return `${moving} replies on their way`;
    const { taken, frameIds } = this.#acknowledged;
    const missing =
      this.#office.repeatedIds().find((id) => !frameIds.has(id)) ??
      this.#platform.messageIds().find((id) => !taken.has(id));
    return missing === undefined ? null : `${missing} is not taken`;
  }

  async #begin(): Promise<Life> {
    const life = this.#parts.lives.take();
    this.#life = life;
    await life.open(this.#file, this.#office.url, (message) => this.#hear(life, message));
    return life;
  }

  async #bury(life: Life): Promise<void> {
    await life.end();
    await this.#office.lifeIsOver();
    this.#life = null;
    this.#openPages.clear();
  }

  #hear(life: Life, message: FromApp): void {
    const { taken, replies, frameIds } = this.#acknowledged;
    switch (message.tell) {
      case 'warm':
        return;
      case 'opened':
        if (message.isRepaired) this.#report('at a start', 'the database had to be repaired');
        if (!this.#platform.isCalm) this.#traffic.goOn();
        return this.#note('opened');
      case 'ask':
        return this.#answer(life, message.call, message.what);
      case 'taken':
        for (const id of message.ids) taken.add(id);
        return this.#note('taken');
      case 'kept':
        if (message.frameId !== null) frameIds.add(message.frameId);
        if (message.isReply) replies.add(message.content);
        return this.#note('kept');
      case 'queued':
        replies.add(message.content);
        return this.#note('queued');
      case 'stepFailed':
        return this.#report('in a step', message.why);
      case 'looked':
        return this.#looked(message);
      default:
        message satisfies never;
    }
  }

  #answer(life: Life, call: number, what: PlatformAsk): void {
    const say = (value: PlatformAnswer): void => life.say({ say: 'answer', call, value });
    switch (what.ask) {
      case 'connect':
        say(null);
        if (this.#openPages.has(what.shopId)) return;
        this.#openPages.add(what.shopId);
        this.#poll(life, what.shopId);
        return this.#note('pageAsked');
      case 'identity':
        this.#note('identity');
        return say(null);
      case 'send': {
        const value = this.#platform.send(what.shopId, what.request);
        this.#note('send');
        if (value === null) return;
        say(value);
        return this.#note('answered');
      }
      case 'staff':
        return say({ staff: [colleague(0), ...this.#office.wishes.map(({ staff }) => staff)] });
      case 'transfer': {
        const value = this.#platform.transfer(what.operationId);
        this.#note('send');
        say(value);
        return this.#note('answered');
      }
      default:
        what satisfies never;
    }
  }

  /** The list of a shop that is connected, with all that it holds. */
  #poll(life: Life, shopId: ShopId): void {
    if (!this.#openPages.has(shopId)) return;
    life.say({ say: 'messages', shopId, messages: this.#platform.list(shopId) });
  }
}
