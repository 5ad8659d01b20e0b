import { describe, expect, it, vi } from 'vitest';
import { platformMessage, TestCore } from './testing/test-core.ts';

const DAY_MS = 24 * 3_600_000;

const contents = async (world: TestCore): Promise<readonly string[]> =>
  (await world.timeline()).map(({ content }) => content);

describe('[PF4] what is older than it is kept', () => {
  const withPast = async (): Promise<{
    world: TestCore;
    old: ReturnType<typeof platformMessage>;
  }> => {
    const world = await TestCore.open();
    await world.goOnline();
    const now = world.clock.now();
    const old = platformMessage({ content: '去年的话', sentAt: now - 200 * DAY_MS });
    await world.hear(old);
    await world.hear(platformMessage({ content: '今天的话', sentAt: now }));
    return { world, old };
  };

  it('goes some time after the start, and what a platform lists again is not taken for new', async () => {
    const { world, old } = await withPast();
    expect(await contents(world)).toEqual(['去年的话', '今天的话']);
    await world.clock.advance(2 * 60_000);
    expect(await contents(world)).toEqual(['今天的话']);
    const frames = await world.frames();
    await world.hear(old);
    expect(await contents(world)).toEqual(['今天的话']);
    expect(await world.frames()).toEqual(frames);
  });

  it('stays where the setting says for ever', async () => {
    const { world } = await withPast();
    await world.core.handlers['settings.update']({ keepDays: 0 });
    await world.clock.advance(2 * 60_000);
    expect(await contents(world)).toEqual(['去年的话', '今天的话']);
  });

  it('is not judged by a wall clock that runs years ahead', async () => {
    const { world } = await withPast();
    world.clock.shiftWall(900 * DAY_MS);
    await world.clock.advance(2 * 60_000);
    expect(await contents(world)).toEqual(['今天的话']);
  });

  it('a step that the database refuses is tried again later, from the beginning', async () => {
    const { world } = await withPast();
    let refusals = 0;
    const sweep = vi.spyOn(world.store, 'sweep').mockImplementation(() => {
      refusals += 1;
      return Promise.reject(new Error('full'));
    });
    await world.clock.advance(2 * 60_000);
    expect(refusals).toBe(1);
    sweep.mockRestore();
    await world.clock.advance(15 * 60_000);
    expect(await contents(world)).toEqual(['今天的话']);
  });
});
