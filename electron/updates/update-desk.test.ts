import { describe, expect, it } from 'vitest';
import { FakeClock } from '../core/testing/fake-clock.ts';
import { ok, refuse } from '#shared/model/result.ts';
import type { UpdateState } from '#shared/model/updates.ts';
import { Untaken } from './feed-fetch.ts';
import { UpdateDesk } from './update-desk.ts';
import type { FoundRelease } from './update-feed.ts';

const HOUR = 3_600_000;
const found = (version: string): FoundRelease => ({
  release: { version, notes: { 'zh-CN': '新', en: 'new' }, files: [] },
  file: { target: 'a-b', name: 'a', bytes: 10, sha512: '' },
});
const offer = (version: string) => ({ version, bytes: 10, notes: { 'zh-CN': '新', en: 'new' } });

/** A desk over a feed and an installer that do as they are told. */
const openDesk = () => {
  const clock = new FakeClock();
  const world = {
    feed: [] as (FoundRelease | null | Error)[],
    asked: 0,
    skipped: null as string | null,
    stage: (_hear: (done: number) => void): Promise<void> => Promise.resolve(),
    installed: [] as { restarts: boolean }[],
    install: (): Promise<void> => Promise.resolve(),
    quits: 0,
    relaunches: 0,
    warned: [] as string[],
    states: [] as UpdateState[],
  };
  const desk = new UpdateDesk({
    version: '1.0.0',
    channel: 'stable',
    feed: {
      find: async () => {
        world.asked += 1;
        const answer = world.feed.shift() ?? null;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    installer: {
      stage: (_found, hear) => world.stage(hear),
      install: (options) => {
        world.installed.push(options);
        return world.install();
      },
    },
    skipped: {
      load: () => world.skipped,
      save: async (version) => {
        world.skipped = version;
      },
    },
    quit: () => {
      world.quits += 1;
    },
    relaunch: () => {
      world.relaunches += 1;
    },
    clock,
    log: { info: () => undefined, warn: (event) => world.warned.push(event) },
  });
  desk.onStatus(({ state }) => world.states.push(state));
  desk.start();
  return { desk, clock, world };
};

const ready = async () => {
  const opened = openDesk();
  const { desk, world } = opened;
  world.feed = [found('2.0.0')];
  await desk.handlers['updates.check']({});
  await expect.poll(() => desk.status.state.kind).toBe('available');
  await desk.handlers['updates.download']({});
  await expect.poll(() => desk.status.state.kind).toBe('ready');
  return opened;
};

describe('the desk of updates', () => {
  it('asks a minute after the start and then every four hours, until there is something to decide', async () => {
    const { desk, clock, world } = openDesk();
    await clock.advance(59_000);
    expect(world.asked).toBe(0);
    await clock.advance(1_000);
    expect(desk.status).toMatchObject({
      version: '1.0.0',
      state: { kind: 'idle', checkedAt: clock.now() },
    });
    world.feed = [new Untaken('unreachable'), found('2.0.0')];
    await clock.advance(4 * HOUR);
    expect(desk.status.state).toEqual({ kind: 'refused', why: 'unreachable', offer: null });
    await clock.advance(4 * HOUR);
    expect(desk.status.state).toEqual({
      kind: 'available',
      offer: offer('2.0.0'),
      dismissed: null,
    });
    await clock.advance(12 * HOUR);
    expect(world.asked).toBe(3);
    desk.stop();
  });

  it('downloads nothing and installs nothing unasked', async () => {
    const { desk, world } = openDesk();
    world.feed = [found('2.0.0')];
    world.stage = () => Promise.reject(new Error('nobody asked'));
    await desk.handlers['updates.check']({});
    await expect.poll(() => desk.status.state.kind).toBe('available');
    await desk.installAtEnd();
    expect([world.installed, world.warned, world.quits]).toEqual([[], [], 0]);
  });

  it('[跳过] remembers the one version that the agent does not want', async () => {
    const { desk, world } = openDesk();
    world.feed = [found('2.0.0'), found('2.0.0'), found('2.0.1')];
    await desk.handlers['updates.check']({});
    await expect.poll(() => desk.status.state.kind).toBe('available');
    expect(await desk.handlers['updates.skip']({})).toEqual(ok(null));
    expect(world.skipped).toBe('2.0.0');
    const again = openDesk();
    again.world.skipped = world.skipped;
    again.world.feed = [found('2.0.0')];
    await again.desk.handlers['updates.check']({});
    await expect
      .poll(() => again.desk.status.state)
      .toMatchObject({ kind: 'available', dismissed: 'skipped' });
    const newer = openDesk();
    newer.world.skipped = world.skipped;
    newer.world.feed = [found('2.0.1')];
    await newer.desk.handlers['updates.check']({});
    await expect
      .poll(() => newer.desk.status.state)
      .toMatchObject({ kind: 'available', dismissed: null });
  });

  it('[稍后] says no more of a version that was put off, and still hears of a newer one', async () => {
    const { desk, clock, world } = openDesk();
    world.feed = [found('2.0.0'), found('2.0.0'), found('2.0.1')];
    await clock.advance(60_000);
    expect(await desk.handlers['updates.later']({})).toEqual(ok(null));
    await clock.advance(4 * HOUR);
    expect(desk.status.state).toEqual({
      kind: 'available',
      offer: offer('2.0.0'),
      dismissed: 'later',
    });
    await clock.advance(4 * HOUR);
    expect(desk.status.state).toEqual({
      kind: 'available',
      offer: offer('2.0.1'),
      dismissed: null,
    });
  });

  it('tells how far a download is, in steps that can be seen', async () => {
    const { desk, world } = openDesk();
    world.feed = [found('2.0.0')];
    world.stage = async (hear) => {
      for (let done = 0; done <= 1_000; done += 1) hear(done / 1_000);
    };
    await desk.handlers['updates.check']({});
    await expect.poll(() => desk.status.state.kind).toBe('available');
    await desk.handlers['updates.download']({});
    await expect.poll(() => desk.status.state.kind).toBe('ready');
    const told = world.states.filter(({ kind }) => kind === 'downloading').length;
    expect(told).toBeGreaterThan(50);
    expect(told).toBeLessThanOrEqual(102);
  });

  it.each([
    [new Untaken('wrongFile'), 'wrongFile'],
    [Object.assign(new Error('full'), { code: 'ENOSPC' }), 'diskFull'],
    [Object.assign(new Error('no'), { code: 'EACCES' }), 'notWritten'],
  ])('says why a download came to nothing, and can try again: %s', async (cause, why) => {
    const { desk, world } = openDesk();
    world.feed = [found('2.0.0')];
    world.stage = () => Promise.reject(cause);
    await desk.handlers['updates.check']({});
    await expect.poll(() => desk.status.state.kind).toBe('available');
    await desk.handlers['updates.download']({});
    await expect
      .poll(() => desk.status.state)
      .toEqual({ kind: 'refused', why, offer: offer('2.0.0') });
    world.stage = () => Promise.resolve();
    await desk.handlers['updates.download']({});
    await expect.poll(() => desk.status.state.kind).toBe('ready');
  });

  it('installs at the end what the agent wants installed, and starts again only when asked', async () => {
    const { desk, world } = await ready();
    await desk.installAtEnd();
    expect(world.installed).toEqual([]);
    expect(await desk.handlers['updates.installOnQuit']({})).toEqual(ok(null));
    expect(world.quits).toBe(0);
    await desk.installAtEnd();
    expect(world.installed).toEqual([{ restarts: false }]);
    const other = await ready();
    expect(await other.desk.handlers['updates.installNow']({})).toEqual(ok(null));
    expect(other.world.quits).toBe(1);
    await other.desk.installAtEnd();
    expect(other.world.installed).toEqual([{ restarts: true }]);
  });

  it('an installation that fails ends the program all the same, and starts it again where that was wanted', async () => {
    const { desk, world } = await ready();
    world.install = () => Promise.reject(new Untaken('wrongFile'));
    await desk.handlers['updates.installOnQuit']({});
    await desk.installAtEnd();
    expect([world.warned, world.relaunches]).toEqual([['updates.notInstalled'], 0]);
    const other = await ready();
    other.world.install = world.install;
    await other.desk.handlers['updates.installNow']({});
    await other.desk.installAtEnd();
    expect(other.world.relaunches).toBe(1);
  });

  it('a press that comes late is refused', async () => {
    const { desk } = openDesk();
    for (const name of [
      'updates.download',
      'updates.skip',
      'updates.later',
      'updates.installNow',
    ] as const) {
      expect(await desk.handlers[name]({}), name).toEqual(refuse('updates.notNow'));
    }
  });
});
