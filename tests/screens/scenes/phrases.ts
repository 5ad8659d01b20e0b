import type { Page } from 'playwright';
import type { Phrase } from '#shared/model/phrase.ts';
import { composerOf, openConversation, type Scenes } from './scene.ts';

/** The list that `/` opens. */
export const phraseList = (page: Page) =>
  page.getByRole('listbox', { name: '快捷语', exact: true });
/** The phrases below the buyer. */
export const phrasePanel = (page: Page) =>
  page.getByRole('region', { name: '快捷语', exact: true });
export const phrasePage = (page: Page) => page.getByRole('dialog', { name: '快捷语', exact: true });

/** Opens a conversation with phrases and writes into its box, as a person types. */
export const typeInBox = async (page: Page, text: string, buyer?: string): Promise<void> => {
  await openConversation(page, buyer);
  await phrasePanel(page).getByRole('option').first().waitFor();
  await composerOf(page).fill('');
  await composerOf(page).pressSequentially(text);
};

export const openPhrases = async (page: Page): Promise<void> => {
  await page
    .getByRole('navigation', { name: '主导航' })
    .getByRole('button', { name: '快捷语' })
    .click();
  await phrasePage(page).waitFor();
};

/** Takes away what the sample has. */
export const removePhrases = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const ids = Array.from({ length: 11 }, (_, at) => `phrase-${String(at + 1).padStart(3, '0')}`);
    window.harness.publish({ removedPhrases: ids as unknown as Phrase['phraseId'][] });
  });

/** Chooses a file for 导入 of the page. */
export const importFile = async (
  page: Page,
  name: string,
  content: string | Buffer,
): Promise<void> => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    phrasePage(page).getByRole('button', { name: '导入' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType: '', buffer: Buffer.from(content) });
};

/** So many phrases more, each with words and a code of its own. */
export const addPhrases = (page: Page, count: number): Promise<void> =>
  page.evaluate((many) => {
    window.harness.publish({
      phrases: Array.from({ length: many }, (_, at): Phrase => ({
        phraseId: `many-${String(at)}` as Phrase['phraseId'],
        scope: { kind: 'all' },
        group: `第 ${String(at % 12)} 组`,
        code: `编号${String(at)}`,
        parts: [{ kind: 'text', text: `第 ${String(at)} 条，关于发货、退换和尺码的说明。` }],
        place: null,
        usedCount: 0,
        usedAt: null,
      })),
    });
  }, count);

/** The phrases: at the caret, below the buyer, their page and what it opens. */
export const PHRASES: Scenes = {
  'phrase-list': async (page) => {
    await typeInBox(page, '您好 /');
    await phraseList(page).getByRole('option').first().waitFor();
  },
  'phrase-narrowed': async (page) => {
    await typeInBox(page, '/fh');
    await phraseList(page).getByRole('option', { name: '发货时间' }).waitFor();
  },
  'phrase-no-match': async (page) => {
    await typeInBox(page, '/没有这句');
    await page.getByText('没有匹配“没有这句”的快捷语').first().waitFor();
  },
  'phrase-follow-ups': async (page) => {
    await typeInBox(page, '/kfp');
    await phraseList(page).getByRole('option', { name: '开发票' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: '随后发送' }).waitFor();
  },
  'phrase-hole': async (page) => {
    await typeInBox(page, '/cwl', '周周有鱼');
    await phraseList(page).getByRole('option', { name: '查物流' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('〔订单号〕还没有填').waitFor();
  },
  'phrases-none': async (page) => {
    await openConversation(page);
    await removePhrases(page);
    await phrasePanel(page).getByRole('button', { name: '添加常用语' }).waitFor();
  },
  'phrases-page': (page) => openPhrases(page),
  'phrases-page-empty': async (page) => {
    await openPhrases(page);
    await removePhrases(page);
    await page.getByText('还没有快捷语').waitFor();
  },
  'phrases-page-removed': async (page) => {
    await openPhrases(page);
    await page.getByRole('button', { name: '删除 欢迎' }).click();
    await page.getByText('已删除“欢迎”').waitFor();
  },
  'phrase-editor': async (page) => {
    await openPhrases(page);
    await page.getByRole('button', { name: '编辑 开发票' }).click();
    await page.getByRole('dialog', { name: '编辑快捷语' }).waitFor();
  },
  'phrase-editor-mistake': async (page) => {
    await openConversation(page);
    const bubble = page.getByRole('article').filter({ hasText: '您好' }).first();
    await bubble.hover();
    await bubble.getByRole('button', { name: '存为快捷语' }).click();
    const editor = page.getByRole('dialog', { name: '新建快捷语' });
    await editor.getByRole('button', { name: '加链接' }).click();
    await editor.getByRole('button', { name: '保存' }).click();
    await page.getByText('第 2 条不是可用的网址').waitFor();
  },
  'phrases-import-error': async (page) => {
    await openPhrases(page);
    await importFile(page, 'a.csv', '分组,内容\n售后,您好\n售后,"没有结束');
    await page.getByText('文件在第 3 行中断').waitFor();
  },
  'phrases-imported': async (page) => {
    await openPhrases(page);
    await importFile(page, 'a.csv', '分组,内容\n售后,您好\n售后,稍等一下\n');
    await page.getByText('已导入 2 条快捷语').waitFor();
  },
  'phrases-exported': async (page) => {
    await openPhrases(page);
    await phrasePage(page).getByRole('button', { name: '导出' }).click();
    await page.getByRole('button', { name: 'Excel 表格（xlsx）' }).click();
    await page.getByText('已导出到').waitFor();
  },
  'phrase-starter': async (page) => {
    await openPhrases(page);
    await page.getByRole('button', { name: '添加常用语' }).click();
    await page.getByRole('dialog', { name: '添加常用语' }).waitFor();
  },
};
