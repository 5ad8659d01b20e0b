import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng, type Rgb } from '../../sandbox/media/png.ts';
import { eventually, quietFor } from './eventually.ts';
import { heardBy, openShop, openWorkplace, type Workplace } from './workplace.ts';

const picture = (color: Rgb): string => encodePng(40, 40, () => color).toString('base64');

describe('pictures of the agent', () => {
  let work: Workplace;
  let shop = '';

  beforeAll(async () => {
    work = await openWorkplace();
    ({ shop } = await openShop(work, '山野零食'));
    await work.control.say(shop, 'b1', { msg_type: 'text', content: '有图吗', name: '林小满' });
    await work.page.openConversation('林小满');
  });
  afterAll(() => work.close());

  it.each([
    ['paste', [200, 30, 30]],
    ['drop', [30, 30, 200]],
  ] as const)('[CV3] by %s: the buyer sees it once', async (how, color) => {
    const before = (await heardBy(work, shop, 'b1')).length;
    const base64 = picture(color);
    await work.page.composer().evaluate(
      (box, given) => {
        const bytes = Uint8Array.from(atob(given.base64), (one) => one.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], '样品.png', { type: 'image/png' }));
        const shared = { bubbles: true, cancelable: true };
        box.dispatchEvent(
          given.how === 'paste'
            ? new ClipboardEvent('paste', { ...shared, clipboardData: transfer })
            : new DragEvent('drop', { ...shared, dataTransfer: transfer }),
        );
      },
      { how, base64 },
    );
    const bar = work.page.page.getByRole('group', { name: '附件' });
    await expect.poll(() => bar.textContent()).toContain('KB');
    await work.page.composer().press('Enter');
    await eventually(async () => {
      expect(await heardBy(work, shop, 'b1')).toHaveLength(before + 1);
    });
    await quietFor(1500);
    const heard = await heardBy(work, shop, 'b1');
    expect(heard).toHaveLength(before + 1);
    const seen = await fetch(heard.at(-1) ?? '');
    expect(Buffer.from(await seen.arrayBuffer()).toString('base64')).toBe(base64);
    const sent = work.page.messages().last();
    await expect.poll(() => sent.getAttribute('data-status')).toBe('sent');
    expect(await sent.getAttribute('data-type')).toBe('image');
  });
});
