import { describe, expect, it } from 'vitest';
import { platformMessage } from '../../electron/core/testing/test-core.ts';
import { asBuyerPin } from '#shared/model/ids.ts';
import { liveScreen } from './live-screen.ts';

const screen = liveScreen();
const HOUR_MS = 3_600_000;
const BUYER = '林小满';

const hear = (sentAt: number): Promise<void> =>
  screen.world.hear(platformMessage({ sentAt, content: '在吗', buyerName: BUYER }));

/** Another buyer's conversation is opened: nothing of the first is read by being in sight. */
const lookElsewhere = async (): Promise<void> => {
  const { world } = screen;
  const sentAt = world.clock.now();
  await world.hear(
    platformMessage({ buyerPin: asBuyerPin('other'), buyerName: '周周有鱼', sentAt }),
  );
  await screen.openConversation('周周有鱼');
};

/** What the row of the list says: how many are unread, and whether the clock runs. */
const row = async (): Promise<readonly [unread: number, waitedMs: number]> => {
  const read = async (name: string): Promise<number> =>
    Number(await screen.row(BUYER).getAttribute(name));
  return [await read('data-unread'), await read('data-waiting-ms')];
};

const replyFromScreen = async (text: string): Promise<void> => {
  await screen.openConversation(BUYER);
  await screen.composer().fill(text);
  await screen.composer().press('Enter');
  await expect.poll(() => screen.world.connectors.sends.length).toBe(1);
};

describe('[CV7] answered means known, in the list', () => {
  it('a message dated an hour ahead and one reply: the two after them are unread and waited for', async () => {
    const { world } = screen;
    await world.goOnline();
    const now = world.clock.now();
    await hear(now + HOUR_MS);
    await replyFromScreen('您好');
    await expect.poll(row).toEqual([0, 0]);
    await lookElsewhere();
    await screen.advance(1_000);
    await hear(now + 1_000);
    await hear(now + 2_000);
    await screen.advance(9_000);
    await expect.poll(row).toEqual([2, 9_000]);
  });

  it('our clock 40 s ahead: the buyer who answers an urging of the back office waits', async () => {
    const { world } = screen;
    await world.goOnline();
    const platformNow = world.clock.now() - 40_000;
    await world.aiReplies('请问还需要吗?');
    await screen.row('jd_user_001').waitFor();
    await screen.advance(30_000);
    await hear(platformNow + 30_000);
    await expect.poll(row).toEqual([1, 40_000]);
  });

  it('无需回复 over a message of the future ends with the next message, also after a restart', async () => {
    await screen.world.goOnline();
    const now = screen.world.clock.now();
    await hear(now + HOUR_MS);
    await expect.poll(row).toEqual([1, 1]);
    await screen.row(BUYER).click({ button: 'right' });
    await screen.page.getByRole('menuitem', { name: '无需回复' }).click();
    await expect.poll(row).toEqual([1, 0]);
    await screen.restart();
    await expect.poll(row).toEqual([1, 0]);
    await screen.advance(5_000);
    await hear(now + 5_000);
    await screen.advance(7_000);
    await expect.poll(row).toEqual([2, 7_000]);
  });
});

describe('[CV8] duty hours from 20:00 to 02:00, in the list', () => {
  it('stand still by day, run over midnight, and stand still again', async () => {
    const { world } = screen;
    await world.goOnline();
    const { limits } = world.core.settings();
    const night = { ...limits.douyin, dutyFromMinute: 20 * 60, dutyToMinute: 2 * 60 };
    // A shop whose platform is not known yet has the first platform's limits.
    const all = { jd: night, taobao: night, douyin: night, pdd: night };
    await world.core.handlers['settings.update']({ limits: all });
    const until = async (day: number, hour: number): Promise<void> =>
      screen.advance(new Date(2026, 10, day, hour).getTime() - world.clock.now());
    const isPaused = async (): Promise<boolean> =>
      ((await screen.row(BUYER).getAttribute('aria-description')) ?? '').includes('计时暂停');
    await hear(world.clock.now());
    await expect.poll(isPaused).toBe(true);
    await until(23, 21);
    await expect.poll(isPaused).toBe(false);
    await expect.poll(row).toEqual([1, HOUR_MS]);
    await until(24, 1);
    await expect.poll(row).toEqual([1, 5 * HOUR_MS]);
    expect(await isPaused()).toBe(false);
    await until(24, 3);
    await expect.poll(isPaused).toBe(true);
    await expect.poll(row).toEqual([1, 6 * HOUR_MS]);
  });
});
