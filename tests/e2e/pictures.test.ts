import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng, type Rgb } from '../../sandbox/media/png.ts';
import { eventually, quietFor } from './eventually.ts';
import {
  framesOf,
  heardBy,
  openShop,
  openWorkplace,
  shopIsOnline,
  type Workplace,
} from './workplace.ts';

const picture = (color: Rgb): Buffer => encodePng(40, 40, () => color);
/** Nothing in it repeats, so that it is as large as a photo: 3 MB. */
const photo = (): Buffer => {
  let seed = 1;
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647) & 255;
  return encodePng(1000, 1000, () => [next(), next(), next()]);
};

/** As the agent's hand and the system's clipboard would. */
const give = (work: Workplace, how: 'paste' | 'drop', bytes: Buffer, type = 'image/png') =>
  work.page.composer().evaluate(
    (box, given) => {
      const content = Uint8Array.from(atob(given.base64), (one) => one.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], '样品.png', { type: given.type }));
      const shared = { bubbles: true, cancelable: true };
      box.dispatchEvent(
        given.how === 'paste'
          ? new ClipboardEvent('paste', { ...shared, clipboardData: transfer })
          : new DragEvent('drop', { ...shared, dataTransfer: transfer }),
      );
    },
    { how, type, base64: bytes.toString('base64') },
  );

const pick = async (work: Workplace, bytes: Buffer): Promise<void> => {
  const chooser = work.page.page.waitForEvent('filechooser');
  await work.page.page.getByRole('button', { name: '添加图片' }).click();
  await (await chooser).setFiles({ name: '样品.png', mimeType: 'image/png', buffer: bytes });
  await work.page.composer().focus();
};

describe('pictures of the agent', () => {
  let work: Workplace;
  let shop = '';
  const attachment = () => work.page.page.getByRole('group', { name: '附件' });
  const sentImages = () =>
    work.page.page.locator('article[data-origin="agent"][data-type="image"]');

  beforeAll(async () => {
    work = await openWorkplace();
    ({ shop } = await openShop(work, '山野零食'));
    await work.control.say(shop, 'b1', { msg_type: 'text', content: '有图吗', name: '林小满' });
    await work.page.openConversation('林小满');
  });
  afterAll(() => work.close());

  it.each([
    ['paste', picture([200, 30, 30]), 40, 'KB'],
    ['drop', picture([30, 30, 200]), 40, 'KB'],
    ['pick', photo(), 1000, 'MB'],
  ] as const)(
    '[CV3] by %s: the buyer sees it once, and so does the agent',
    async (how, bytes, width, unit) => {
      const before = (await heardBy(work, shop, 'b1')).length;
      await (how === 'pick' ? pick(work, bytes) : give(work, how, bytes));
      await expect.poll(() => attachment().textContent()).toContain(unit);
      await work.page.composer().press('Enter');
      await expect.poll(() => attachment().count()).toBe(0);
      await eventually(async () => {
        expect(await heardBy(work, shop, 'b1')).toHaveLength(before + 1);
      });
      const sent = sentImages().last();
      await expect.poll(() => sent.getAttribute('data-status')).toBe('sent');
      await quietFor(1500);
      const heard = await heardBy(work, shop, 'b1');
      expect(heard).toHaveLength(before + 1);
      const seen = await fetch(heard.at(-1) ?? '');
      expect(Buffer.from(await seen.arrayBuffer()).equals(bytes)).toBe(true);
      expect(await sentImages().count()).toBe(before + 1);
      expect(await work.page.page.locator('article[data-origin="platform"]').count()).toBe(0);
      const shown = () => sent.locator('img').evaluate((one: HTMLImageElement) => one.naturalWidth);
      await expect.poll(shown).toBe(width);
    },
  );

  it('[GW12] nothing of it is told to the back office unasked', async () => {
    expect(await framesOf(work, shop, 'agent_reply')).toEqual([]);
    expect(await framesOf(work, shop, 'message')).toHaveLength(1);
  });

  it('[CV1] words beside it stay when the file is no picture, and go without it', async () => {
    const before = (await heardBy(work, shop, 'b1')).length;
    await work.page.composer().fill('请看实物图');
    await give(work, 'paste', Buffer.from('MZ a renamed program'));
    await expect.poll(() => attachment().textContent()).toContain('这种文件不能发送');
    expect(await work.page.composer().inputValue()).toBe('请看实物图');
    await work.page.composer().press('Enter');
    await eventually(async () => {
      expect((await heardBy(work, shop, 'b1')).slice(before)).toEqual(['请看实物图']);
    });
    await expect.poll(() => attachment().count()).toBe(0);
  });

  it('[CV3] [CV4] refused by the platform it says so, and a retry sends it once', async () => {
    const before = (await heardBy(work, shop, 'b1')).length;
    await work.control.fault(shop, { kind: 'reject', scope: 'upload', count: 1 });
    await give(work, 'paste', picture([10, 10, 10]));
    await expect.poll(() => attachment().textContent()).toContain('KB');
    await work.page.composer().press('Enter');
    const sent = sentImages().last();
    await expect.poll(() => sent.getAttribute('data-status')).toBe('rejected');
    await work.control.fault(shop, { kind: 'none' });
    await sent.getByRole('button', { name: '重试' }).click();
    await expect.poll(() => sent.getAttribute('data-status')).toBe('sent');
    await quietFor(1500);
    expect(await heardBy(work, shop, 'b1')).toHaveLength(before + 1);
  });

  it('[CV3] [PL6] cut off behind the write, it is one bubble, proven by its echo', async () => {
    const before = (await heardBy(work, shop, 'b1')).length;
    const shown = await sentImages().count();
    await work.control.fault(shop, { kind: 'lost_echo', mode: 'pending', count: 1 });
    await give(work, 'paste', picture([90, 20, 120]));
    await expect.poll(() => attachment().textContent()).toContain('KB');
    await work.page.composer().press('Enter');
    await eventually(async () => {
      expect(await heardBy(work, shop, 'b1')).toHaveLength(before + 1);
    });
    await work.app.stop('SIGKILL');
    await work.control.fault(shop, { kind: 'none' });
    await work.restart();
    await shopIsOnline(work, '山野零食');
    await work.page.openConversation('林小满');
    await expect.poll(() => sentImages().last().getAttribute('data-status')).toBe('sent');
    await quietFor(3000);
    expect(await sentImages().count()).toBe(shown + 1);
    expect(await work.page.page.locator('article[data-origin="platform"]').count()).toBe(0);
    expect(await heardBy(work, shop, 'b1')).toHaveLength(before + 1);
  });

  it.each(['淘宝', '拼多多'])(
    '[CV3] through the page of %s, and shown from there',
    async (platform) => {
      const { shop: other } = await openShop(work, `${platform}小店`, platform);
      const name = `${platform}买家`;
      await work.control.say(other, 'b5', { msg_type: 'text', content: '有图吗', name });
      await work.page.openConversation(name);
      await give(work, 'paste', picture([120, 90, 20]));
      await expect.poll(() => attachment().textContent()).toContain('KB');
      // Enter right after a change of the buyer asks once more.
      await work.page.page.getByRole('button', { name: '发送', exact: true }).click();
      await expect.poll(() => sentImages().last().getAttribute('data-status')).toBe('sent');
      expect(await heardBy(work, other, 'b5')).toHaveLength(1);
      const image = sentImages().last().locator('img');
      const width = () => image.evaluate((one: HTMLImageElement) => one.naturalWidth);
      await expect.poll(width).toBe(40);
      await expect.poll(() => image.getAttribute('src')).toMatch(/^\/media\?u=/u);
    },
  );

  it('[SE5] a picture that cannot be fetched says so and can be asked for again', async () => {
    const missing = `${new URL(work.sandbox.ready.control).origin}/media/nothing-there`;
    await work.control.say(shop, 'b7', { msg_type: 'image', content: missing, name: '晚风' });
    await work.page.openConversation('晚风');
    const bubble = work.page.messages().last();
    await expect.poll(() => bubble.textContent()).toContain('图片加载失败');
    await bubble.getByRole('button', { name: '重试' }).click();
    await expect.poll(() => bubble.textContent()).toContain('图片加载失败');
  });

  it('[PL9] a shop whose page takes no files says so in one sentence, and keeps the words', async () => {
    const { shop: other } = await openShop(work, '青禾家居', '京东');
    await work.control.say(other, 'b9', { msg_type: 'text', content: '有图吗', name: '周周有鱼' });
    await work.page.openConversation('周周有鱼');
    await work.page.composer().fill('稍等');
    await give(work, 'drop', picture([1, 2, 3]));
    await expect
      .poll(() => attachment().textContent())
      .toBe('这个平台暂不能从这里发图片，请在平台页面发送。');
    expect(await work.page.composer().inputValue()).toBe('稍等');
  });
});
