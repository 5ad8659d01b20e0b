import type { Locator } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import { platformMessage, REF, SHOP } from '../../electron/core/testing/test-core.ts';
import { asBuyerPin } from '#shared/model/ids.ts';
import { liveScreen } from './live-screen.ts';

const screen = liveScreen();
const BUYER = '林小满';
const MINUTE_MS = 60_000;

const hear = (given: Parameters<typeof platformMessage>[0] = {}): Promise<void> =>
  screen.world.hear(
    platformMessage({ sentAt: screen.world.clock.now(), buyerName: BUYER, ...given }),
  );
const takeOver = (): Locator => screen.page.getByRole('switch', { name: '人工接管' });
const message = (text: string): Locator =>
  screen.log().getByRole('article').filter({ hasText: text });
const written = (): readonly string[] =>
  screen.world.connectors.sends.map(({ part }) => part.content);
const type = (text: string): Promise<void> => screen.composer().pressSequentially(text);

beforeEach(async () => {
  await screen.world.goOnline();
  await hear();
  await screen.openConversation(BUYER);
});

describe('[CV6] a take-over on the screen', () => {
  it('goes on when the clock of the computer is set right by 11 min, and shows the time that is left', async () => {
    await type('我来回');
    await screen.composer().press('Enter');
    await expect.poll(() => takeOver().isChecked()).toBe(true);
    await screen.advance(MINUTE_MS);
    await screen.shiftWall(11 * MINUTE_MS);
    // The core looks at the wall clock again within these.
    await screen.advance(MINUTE_MS);
    await screen.page.getByText('08:00', { exact: true }).waitFor();
    expect(await takeOver().isChecked()).toBe(true);
    await screen.world.aiReplies('AI 的话');
    await screen.suggestions().getByText('AI 的话').waitFor();
    expect(written()).toEqual(['我来回']);
    await screen.advance(8 * MINUTE_MS);
    await expect.poll(() => takeOver().isChecked()).toBe(false);
  });

  it('begins with the reply of a colleague on the phone: the AI does not talk over her', async () => {
    await hear({ from: 'self', content: '手机上的话' });
    await message('手机上的话').waitFor();
    await expect.poll(() => takeOver().isChecked()).toBe(true);
    await screen.world.aiReplies('AI 的话');
    await screen.suggestions().getByText('AI 的话').waitFor();
    expect(written()).toEqual([]);
  });
});

describe('[CV5] a hold for typing on the screen', () => {
  const held = async (): Promise<void> => {
    await type('亲');
    await expect.poll(() => screen.calls('conversations.noteTyping')).not.toEqual([]);
    await screen.world.aiReplies('AI 的话');
    await screen.suggestions().getByText('你正在输入').waitFor();
    expect(written()).toEqual([]);
  };

  it('ends when the text is gone', async () => {
    await held();
    await screen.composer().press('Backspace');
    await expect
      .poll(() => screen.calls('conversations.noteTyping').then((all) => all.length))
      .toBe(2);
    await screen.advance(2_000);
    await screen.suggestions().waitFor({ state: 'detached' });
    await message('AI 的话').waitFor();
    expect(written()).toEqual(['AI 的话']);
  });

  it('ends 60 s after the last key, with the text still there', async () => {
    await held();
    await screen.advance(MINUTE_MS);
    await screen.suggestions().waitFor({ state: 'detached' });
    expect(written()).toEqual(['AI 的话']);
    expect(await screen.composer().inputValue()).toBe('亲');
  });
});

describe('[CV12] a reply that waited more than 2 min for its shop', () => {
  const late = async (): Promise<void> => {
    await screen.world.setState('offline');
    await type('在的');
    await screen.composer().press('Enter');
    await message('在的').getByText('排队中').waitFor();
    await screen.advance(2 * MINUTE_MS + 1_000);
    await screen.world.setState('online');
    await screen.advance(MINUTE_MS);
    await message('在的').getByRole('button', { name: '发送', exact: true }).waitFor();
    expect(written()).toEqual([]);
  };
  const press = (name: string): Promise<void> =>
    message('在的').getByRole('button', { name, exact: true }).click();

  it('asks, and 发送 sends it', async () => {
    await late();
    await press('发送');
    await expect.poll(written).toEqual(['在的']);
  });

  it('改 puts it back into the box', async () => {
    await late();
    await press('改');
    await expect.poll(() => screen.composer().inputValue()).toBe('在的');
    expect(written()).toEqual([]);
  });

  it('不发 takes it back', async () => {
    await late();
    await press('不发');
    await message('在的').getByText('已撤回').waitFor();
    await screen.advance(MINUTE_MS);
    expect(written()).toEqual([]);
  });
});

describe('[CV11] a closed conversation on the screen', () => {
  it.each<readonly [string, () => Promise<void>]>([
    ['a buyer’s word', () => hear({ content: '还在吗' })],
    [
      'a held suggestion',
      async () => {
        await screen.world.core.handlers['conversations.setManual']({ ...REF, manual: true });
        await screen.world.aiReplies('您好');
      },
    ],
    [
      'an error that names its buyer',
      () =>
        screen.world.gatewaySays({
          type: 'error',
          content: '坏了',
          store_id: SHOP,
          receiver: { id: REF.buyerPin },
        }),
    ],
  ])('stands in the list again after %s', async (_what, happens) => {
    await screen.world.core.handlers['conversations.settleWaiting'](REF);
    // A row that is open keeps its place.
    await hear({ buyerPin: asBuyerPin('other'), buyerName: '周周有鱼' });
    await screen.openConversation('周周有鱼');
    await screen.row(BUYER).click({ button: 'right' });
    await screen.page.getByRole('menuitem', { name: '结束会话' }).click();
    await screen.row(BUYER).waitFor({ state: 'detached' });
    await happens();
    await screen.row(BUYER).waitFor();
  });
});
