import { expect, it } from 'vitest';
import { freshScreen } from './fresh-screen.ts';

const screen = freshScreen();
const rows = () => screen.page.getByRole('listbox', { name: '会话列表' }).getByRole('option');
const messages = () => screen.page.getByRole('log', { name: '消息记录' }).getByRole('article');
const untilAsked = async (calls: number): Promise<void> => {
  await expect
    .poll(async () => (await screen.calls('messages.loadPage')).length)
    .toBeGreaterThanOrEqual(calls);
};

it('[PF5] the head of the list and the row beside the open one are there when they are opened', async () => {
  await untilAsked(1);
  await rows().nth(0).click();
  await messages().first().waitFor();
  // The second row; the first is at the top, so that nothing stands above it.
  await untilAsked(2);
  await screen.hold('messages.loadPage');
  const before = await screen.calls('messages.loadPage');
  await screen.page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => rows().nth(1).getAttribute('aria-selected')).toBe('true');
  await messages().first().waitFor();
  const buyerPin = await rows().nth(1).getAttribute('data-buyer');
  const asked = before.filter((call) => (call as { buyerPin: string }).buyerPin === buyerPin);
  expect(asked).toHaveLength(1);
  await screen.release('messages.loadPage');
});

it('[PF5] a row is read while the button is still down', async () => {
  const row = rows().nth(4);
  const buyerPin = await row.getAttribute('data-buyer');
  await row.hover();
  await screen.page.mouse.down();
  await expect
    .poll(() => screen.calls('messages.loadPage'))
    .toContainEqual(expect.objectContaining({ buyerPin }));
  await screen.page.mouse.up();
  await messages().first().waitFor();
  const asked = await screen.calls('messages.loadPage');
  expect(asked.filter((call) => (call as { buyerPin: string }).buyerPin === buyerPin)).toHaveLength(
    1,
  );
});
