import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { encodePng } from '../../sandbox/media/png.ts';
import { readTableFile } from '../../renderer/features/phrases/read-table-file.ts';
import { eventually } from './eventually.ts';
import { framesOf, heardBy, openShop, openWorkplace, type Workplace } from './workplace.ts';

const INVOICE = [
  '请在订单详情里申请发票。',
  '发票说明 https://invoice.example.com/',
  '{买家}，请留意查收。',
];

describe('quick phrases', () => {
  let work: Workplace;
  let shop = '';
  const heard = () => heardBy(work, shop, 'b1');
  const options = () =>
    work.page.page.getByRole('listbox', { name: '快捷语', exact: true }).getByRole('option');
  const phrasePage = () => work.page.page.getByRole('dialog', { name: '快捷语', exact: true });
  const openPage = async (): Promise<void> => {
    await work.page.page.getByRole('navigation').getByRole('button', { name: '快捷语' }).click();
    await phrasePage().waitFor();
  };
  const closePage = () => phrasePage().getByRole('button', { name: '完成' }).click();
  const openBuyer = async (): Promise<void> => {
    await work.page.openConversation('林小满');
    await work.page.page
      .getByRole('region', { name: '快捷语' })
      .getByRole('option')
      .first()
      .waitFor();
  };

  beforeAll(async () => {
    work = await openWorkplace();
    ({ shop } = await openShop(work, '山野零食'));
    await work.control.say(shop, 'b1', { msg_type: 'text', content: '怎么开票', name: '林小满' });
    await work.page.conversation('林小满').waitFor();
  });
  afterAll(() => work.close());

  it('come from an Excel file, are found by pinyin initials, and reach the buyer in order', async () => {
    const head = ['范围', '分组', '短码', '内容', '内容2', '内容3'];
    const row = ['抖音', '售后', '开发票', INVOICE[0], `[链接] ${INVOICE[1] ?? ''}`, INVOICE[2]];
    const cells = [head, row].map((line) =>
      line.map((value) => ({ value: value ?? '', type: String })),
    );
    const buffer = await writeExcelFile(cells).toBuffer();
    await openPage();
    const chooser = work.page.page.waitForEvent('filechooser');
    await phrasePage().getByRole('button', { name: '导入' }).click();
    await (await chooser).setFiles({ name: '话术.xlsx', mimeType: '', buffer });
    await phrasePage().getByText('已导入 1 条快捷语').waitFor();
    await closePage();
    await openBuyer();
    await work.page.composer().pressSequentially('/kfp');
    await expect.poll(() => options().count()).toBe(1);
    await work.page.composer().press('Control+Enter');
    await eventually(async () => {
      expect(await heard()).toEqual([INVOICE[0], INVOICE[1], '林小满，请留意查收。']);
    });
    expect(await framesOf(work, shop, 'message')).toHaveLength(1);
  });

  it('with an image keep it on this computer over a restart, and it is seen by the buyer', async () => {
    const bytes = encodePng(40, 40, () => [200, 30, 30]);
    await openPage();
    await phrasePage().getByRole('button', { name: '新建' }).click();
    const editor = work.page.page.getByRole('dialog', { name: '新建快捷语' });
    await editor.getByRole('textbox', { name: '第 1 条文字' }).fill('请看尺码表');
    const chooser = work.page.page.waitForEvent('filechooser');
    await editor.getByRole('button', { name: '加图片' }).click();
    await (await chooser).setFiles({ name: 'a.png', mimeType: 'image/png', buffer: bytes });
    await editor.getByRole('img', { name: '第 2 条图片' }).waitFor();
    await editor.getByRole('textbox', { name: '短码' }).fill('尺码');
    await editor.getByRole('button', { name: '保存' }).click();
    await editor.waitFor({ state: 'detached' });
    await work.app.stop();
    await work.restart();
    await openBuyer();
    const before = (await heard()).length;
    await work.page.composer().fill('');
    await work.page.composer().pressSequentially('/cm');
    await expect.poll(() => options().count()).toBe(1);
    await work.page.composer().press('Enter');
    await expect.poll(() => work.page.composer().inputValue()).toBe('请看尺码表');
    await work.page.composer().press('Enter');
    await eventually(async () => {
      expect(await heard()).toHaveLength(before + 2);
    });
    const [words, image] = (await heard()).slice(before);
    expect(words).toBe('请看尺码表');
    const seen = await fetch(image ?? '');
    expect(Buffer.from(await seen.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it.each(['Excel 表格（xlsx）', 'CSV 文本（csv）'])(
    'go out as %s, where the page says',
    async (format) => {
      await openPage();
      await phrasePage().getByRole('button', { name: '导出' }).click();
      await work.page.page.getByRole('button', { name: format }).click();
      const said = await phrasePage().getByText('已导出到').textContent();
      const file = said?.replace('已导出到 ', '') ?? '';
      expect(path.dirname(file)).toBe(path.join(work.data, 'exports'));
      const read = await readTableFile(path.basename(file), new Uint8Array(await readFile(file)));
      const codes = 'rows' in read ? read.rows.map((cells) => cells[4]) : [];
      expect(new Set(codes)).toEqual(new Set(['短码', '尺码', '开发票']));
      await closePage();
    },
  );
});
