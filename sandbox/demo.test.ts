import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { GuiLine } from './testing/gui-line.ts';
import { startWorld, type World } from './world.ts';

/** Seconds for which each conversation of a world has been waiting, by platform; answered ones are left out. */
const waiting = (world: World): readonly { platform: 'jd' | 'other'; ms: number }[] =>
  world.control.overview().flatMap(({ store_id: id }) => {
    const shop = world.control.shop(String(id));
    return shop.conversations(200, 50).flatMap(({ messages }) => {
      const answeredAt = messages.findLast(({ by }) => by === 'staff')?.at ?? 0;
      const first = messages.find(({ by, at }) => by === 'buyer' && at > answeredAt);
      const platform = shop.platform === 'jd' ? ('jd' as const) : ('other' as const);
      return first === undefined ? [] : [{ platform, ms: world.now() - first.at }];
    });
  });

describe('the demo', () => {
  it('is four shops with twenty conversations that wait calmly, warned and late', async () => {
    const world = await startWorld({ shops: 4, now: () => 1_790_000_000_000 });
    const shops = world.control.overview();
    expect(shops.map(({ name, platform_name: platform }) => [name, platform])).toEqual([
      ['青禾家居旗舰店', '京东'],
      ['小满服饰', '淘宝'],
      ['山野零食', '抖音'],
      ['优选日用', '拼多多'],
    ]);
    expect(shops.flatMap(({ buyers }) => buyers)).toHaveLength(20);
    const waits = waiting(world);
    const { jd, douyin } = DEFAULT_SETTINGS.limits;
    const limitsOf = { jd, other: douyin };
    const tones = waits.map(({ platform, ms }) => {
      const { warnMs, limitMs } = limitsOf[platform];
      return ms >= limitMs ? 'over' : ms >= warnMs ? 'warn' : 'calm';
    });
    for (const tone of ['over', 'warn', 'calm']) {
      expect(tones.filter((one) => one === tone).length).toBeGreaterThanOrEqual(4);
    }
    expect(waits.length).toBeLessThan(20);
    await world.close();
  });

  it('has staff with long ids, namesakes, one offline and one without a department', async () => {
    const world = await startWorld({ shops: 1, quiet: true });
    const [shop] = world.control.overview();
    const { staff } = world.control.shop(String(shop?.['store_id']));
    expect(staff.every(({ staff_id: id }) => BigInt(id) > 2n ** 53n)).toBe(true);
    expect(new Set(staff.map(({ name }) => name)).size).toBeLessThan(staff.length);
    expect(staff.some(({ online }) => !online)).toBe(true);
    expect(staff.some(({ department }) => department === '')).toBe(true);
    await world.close();
  });

  it('tells the same story with the same seed, and another with another', async () => {
    const story = async (seed: number): Promise<string> => {
      const world = await startWorld({ shops: 4, seed, now: () => 1_790_000_000_000 });
      const ids = world.control.overview().map(({ store_id: id }) => String(id));
      const told = ids.map((id) =>
        world.control
          .shop(id)
          .conversations(200, 50)
          .map(({ buyer, messages }) => [buyer, messages.map(({ content, at }) => [content, at])]),
      );
      await world.close();
      // The port is part of the pictures' links and of nothing else.
      return JSON.stringify([ids, told]).replaceAll(/127\.0\.0\.1:\d+/gu, 'HERE');
    };
    expect(await story(1)).toBe(await story(1));
    expect(await story(1)).not.toBe(await story(2));
  });

  it('when quiet has shops that are logged in and nobody who speaks', async () => {
    const world = await startWorld({ shops: 3, quiet: true });
    const gui = await GuiLine.open(world);
    await gui.barrier('b');
    expect(gui.frames.filter(({ type }) => type === 'connect_success')).toHaveLength(3);
    expect(world.control.overview()).toMatchObject([
      { buyers: [], ai: false },
      { buyers: [], ai: false },
      { buyers: [], ai: false },
    ]);
    await world.close();
  });

  it.each(['gateway', 'platforms'] as const)('works with only the %s', async (only) => {
    const world = await startWorld({ shops: 4, only });
    expect(world.control.overview()).toMatchObject([{ logged_in: only === 'gateway' }, {}, {}, {}]);
    await world.close();
  });

  it('names thirty shops apart', async () => {
    const world = await startWorld({ shops: 30 });
    expect(new Set(world.control.overview().map(({ name }) => name)).size).toBe(30);
    await world.close();
  });
});
