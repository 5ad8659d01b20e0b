import type { Locator } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Phrase } from '#shared/model/phrase.ts';
import { freshScreen } from './fresh-screen.ts';
import {
  addPhrases,
  importFile,
  openPhrases,
  phraseList,
  phrasePage,
  phrasePanel,
  removePhrases,
  typeInBox,
} from './scenes/phrases.ts';
import { composerOf, openConversation } from './scenes/scene.ts';

const screen = freshScreen();
const box = (): Locator => composerOf(screen.page);
const text = (): Promise<string> => box().inputValue();
const options = (): Locator => phraseList(screen.page).getByRole('option');
const followUps = (): Locator => screen.page.getByRole('group', { name: '随后发送' });
const press = (key: string): Promise<void> => screen.page.keyboard.press(key);
const sent = async (): Promise<readonly string[]> =>
  (await screen.calls('messages.send')).map(
    (input) => (input as { readonly content: string }).content,
  );

const EXCHANGE = '亲，换货单已为您提交，快递上门时请把商品和配件一起交给快递员。';
const INVOICE = [
  '请在订单详情里点击“申请发票”，填写抬头和税号。',
  '发票说明 https://invoice.example.com/help',
  '提交后一般会发到您填写的邮箱，请留意查收。',
];

describe('`/` in 回复', () => {
  it('opens the list with the shop’s phrases, pinned ones first, and Enter puts one in the place of what was typed', async () => {
    await typeInBox(screen.page, '您好 /');
    await expect.poll(() => options().count()).toBe(10);
    expect(await options().first().textContent()).toContain('换货流程');
    // Of another platform.
    expect(await options().filter({ hasText: '包邮' }).count()).toBe(0);
    const active = await box().getAttribute('aria-activedescendant');
    expect(await options().first().getAttribute('id')).toBe(active);
    await press('Enter');
    await expect.poll(text).toBe(`您好 ${EXCHANGE}`);
    await phraseList(screen.page).waitFor({ state: 'detached' });
    expect(await sent()).toEqual([]);
    expect(await screen.calls('phrases.noteUse')).toEqual([{ phraseId: 'phrase-001' }]);
    await screen.untilFocused('回复');
    await press('Control+Z');
    await expect.poll(text).toBe('您好 /');
  });

  it.each([
    ['/hh', '换货流程'],
    ['/色差', '色差说明'],
    ['、fh', '发货时间'],
    ['/面单', '麻烦您拍一张'],
  ])(
    '%s finds %s: by initials, code and words, after the slash of a Chinese keyboard too',
    async (typed, found) => {
      await typeInBox(screen.page, typed);
      await expect.poll(() => options().first().textContent()).toContain(found);
    },
  );

  it('arrows choose, Ctrl+Enter sends at once, one message after the other, and the rest of the draft stays', async () => {
    await typeInBox(screen.page, '稍等 /kfp');
    await expect.poll(() => options().first().textContent()).toContain('开发票');
    await press('Control+Enter');
    await expect.poll(sent).toEqual(INVOICE);
    expect(await text()).toBe('稍等 ');
    await screen.untilFocused('回复');
  });

  it('[CV1] to a buyer who came under the fingers it is not sent but put into the box', async () => {
    await openConversation(screen.page, '周周有鱼');
    await openConversation(screen.page);
    await box().fill('/hh');
    await options().first().waitFor();
    await screen.page.evaluate(() => {
      // As fast as fingers are, whatever the machine does meanwhile.
      Date.now = () => 0;
    });
    await press('Control+Enter');
    await screen.page.getByText('会话刚刚切换，没有直接发送').waitFor();
    expect(await text()).toBe(EXCHANGE);
    expect(await sent()).toEqual([]);
  });

  it('ArrowDown and ArrowUp go round', async () => {
    await typeInBox(screen.page, '/');
    await options().first().waitFor();
    await press('ArrowUp');
    const last = options().last();
    await expect.poll(() => last.getAttribute('aria-selected')).toBe('true');
    await press('ArrowDown');
    await press('ArrowDown');
    await press('Enter');
    await expect.poll(text).toContain('16 点前付款当天发出');
  });

  it('Esc closes it and leaves what was typed; the next slash opens it anew', async () => {
    await typeInBox(screen.page, '/hh');
    await options().first().waitFor();
    await press('Escape');
    await phraseList(screen.page).waitFor({ state: 'detached' });
    await screen.page.keyboard.type('x');
    expect(await text()).toBe('/hhx');
    expect(await phraseList(screen.page).count()).toBe(0);
    await screen.page.keyboard.type(' /');
    await options().first().waitFor();
  });

  it('what fits nothing is not sent by the first Enter', async () => {
    await typeInBox(screen.page, '/没有这句');
    await screen.page.getByText('没有匹配“没有这句”的快捷语').first().waitFor();
    await press('Enter');
    expect(await sent()).toEqual([]);
    expect(await text()).toBe('/没有这句');
  });

  it('an input method keeps its Enter, and what it composes narrows the list', async () => {
    await typeInBox(screen.page, '/');
    await options().first().waitFor();
    const cdp = await screen.page.context().newCDPSession(screen.page);
    await cdp.send('Input.imeSetComposition', { text: 'hh', selectionStart: 2, selectionEnd: 2 });
    await expect.poll(() => options().count()).toBe(1);
    await box().dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true });
    expect(await text()).toBe('/hh');
    await cdp.send('Input.insertText', { text: '换货' });
    await expect.poll(text).toBe('/换货');
    expect(await sent()).toEqual([]);
  });

  it('is no call inside of a word or a web address', async () => {
    await typeInBox(screen.page, '1/2 https://a');
    expect(await phraseList(screen.page).count()).toBe(0);
  });
});

describe('a phrase of several messages', () => {
  it('puts its first text into the box and the others behind it; Enter sends them in order', async () => {
    await typeInBox(screen.page, '/kfp');
    await expect.poll(() => options().first().textContent()).toContain('开发票');
    await press('Enter');
    await expect.poll(text).toBe(INVOICE[0]);
    await expect.poll(() => followUps().getByRole('listitem').count()).toBe(2);
    await press('Enter');
    await expect.poll(sent).toEqual(INVOICE);
    await followUps().waitFor({ state: 'detached' });
  });

  it('whose later messages are left out or changed before they go', async () => {
    await typeInBox(screen.page, '/kfp');
    await expect.poll(() => options().first().textContent()).toContain('开发票');
    await press('Enter');
    await followUps().getByRole('button', { name: '不发第 1 条' }).click();
    await followUps().getByRole('button', { name: '放进输入框修改' }).click();
    await expect.poll(text).toBe(`${INVOICE[0] ?? ''}${INVOICE[2] ?? ''}`);
    await followUps().waitFor({ state: 'detached' });
    await screen.untilFocused('回复');
  });

  it('that is refused on the way keeps what did not go', async () => {
    await typeInBox(screen.page, '/kfp');
    await expect.poll(() => options().first().textContent()).toContain('开发票');
    await press('Enter');
    await screen.refuse('messages.send', 'storage.unavailable', 'storage.full');
    await press('Enter');
    await screen.page.getByText('原文已放回输入框').waitFor();
    expect(await text()).toBe(INVOICE[0]);
    await expect.poll(() => followUps().getByRole('listitem').count()).toBe(2);
    expect(await sent()).toEqual([INVOICE[0]]);
  });
});

describe('variables', () => {
  it('are filled with buyer and order of the open conversation', async () => {
    await typeInBox(screen.page, '/cwl');
    await expect.poll(() => options().first().textContent()).toContain('查物流');
    await press('Enter');
    await expect
      .poll(text)
      .toBe('林小满您好，您的订单250904-518080458310434我这边帮您查一下物流，请稍等。');
  });

  it('without a value are a hole that is selected and never sent, until it is filled in', async () => {
    await typeInBox(screen.page, '/cwl', '周周有鱼');
    await expect.poll(() => options().first().textContent()).toContain('查物流');
    await press('Control+Enter');
    await screen.page.getByText('〔订单号〕没有内容，没有发送').waitFor();
    expect(await text()).toContain('您的订单〔订单号〕');
    await screen.page.getByText('〔订单号〕还没有填，填好或删掉后再发送').waitFor();
    await press('Enter');
    expect(await screen.page.getByRole('button', { name: '发送', exact: true }).isDisabled()).toBe(
      true,
    );
    expect(await sent()).toEqual([]);
    await screen.page.keyboard.type('123');
    await press('Enter');
    await expect.poll(sent).toEqual(['周周有鱼您好，您的订单123我这边帮您查一下物流，请稍等。']);
  });
});

describe('by keys and by the side panel', () => {
  it('Alt+1 to Alt+9 put in the shop’s first ones, from wherever the keys are', async () => {
    await openConversation(screen.page);
    await phrasePanel(screen.page).getByRole('option').first().waitFor();
    await screen.page.getByRole('listbox', { name: '会话列表' }).focus();
    await press('Alt+1');
    await expect.poll(text).toBe(EXCHANGE);
    await screen.untilFocused('回复');
    await press('Alt+3');
    await expect.poll(text).toContain('色差');
  });

  it('a press puts one into 回复 at the caret, which is there again; nothing moves until another buyer is opened', async () => {
    await openConversation(screen.page);
    const rows = phrasePanel(screen.page).getByRole('option');
    await rows.filter({ hasText: '好的，请您稍等' }).waitFor();
    const before = await rows.allTextContents();
    for (let time = 0; time < 3; time += 1)
      await rows.filter({ hasText: '好的，请您稍等' }).click();
    await screen.untilFocused('回复');
    await expect.poll(() => screen.calls('phrases.noteUse').then(({ length }) => length)).toBe(3);
    expect(await rows.allTextContents()).toEqual(before);
    await openConversation(screen.page, '周周有鱼');
    await expect
      .poll(async () => (await rows.allTextContents()).findIndex((row) => row.startsWith('稍等')))
      .toBeLessThan(before.findIndex((row) => row.startsWith('稍等')));
  });

  it('the search narrows by initials, the groups by press; Enter takes the first', async () => {
    await openConversation(screen.page);
    const panel = phrasePanel(screen.page);
    await panel.getByRole('button', { name: '售后' }).click();
    await expect.poll(() => panel.getByRole('option').count()).toBe(4);
    await panel.getByRole('combobox').fill('az');
    await expect.poll(() => panel.getByRole('option').count()).toBe(1);
    await panel.getByRole('combobox').press('Enter');
    await expect.poll(text).toContain('安装视频在详情页');
    await screen.untilFocused('回复');
  });

  it('of 2,000 phrases only those in sight are drawn, and the last is found', async () => {
    await openConversation(screen.page);
    await addPhrases(screen.page, 1_989);
    const panel = phrasePanel(screen.page);
    await expect
      .poll(() => panel.getByRole('option').first().getAttribute('aria-setsize'))
      .toBe('1999');
    expect(await panel.getByRole('option').count()).toBeLessThan(40);
    await box().fill('');
    await box().pressSequentially('/编号1988');
    await expect.poll(() => options().count()).toBe(1);
  });
});

describe('存为快捷语', () => {
  it('from a message, with a code that finds it at once', async () => {
    await openConversation(screen.page);
    const bubble = screen.page.getByRole('article').filter({ hasText: '抱歉给您带来困扰' }).first();
    await bubble.hover();
    await bubble.getByRole('button', { name: '存为快捷语' }).click();
    const editor = screen.page.getByRole('dialog', { name: '新建快捷语' });
    await editor.getByRole('textbox', { name: '短码' }).fill('致歉');
    await editor.getByRole('button', { name: '保存' }).click();
    await editor.waitFor({ state: 'detached' });
    await screen.untilFocused('回复');
    await screen.page.keyboard.type('/zq');
    await expect.poll(() => options().first().textContent()).toContain('抱歉给您带来困扰');
  });

  it('from 回复, where it cannot be used while the box is empty', async () => {
    await openConversation(screen.page);
    const keep = screen.page.locator('main').getByRole('button', { name: '存为快捷语' }).last();
    expect(await keep.isDisabled()).toBe(true);
    await box().fill('  常说的话 ');
    await keep.click();
    const editor = screen.page.getByRole('dialog', { name: '新建快捷语' });
    expect(await editor.getByRole('textbox', { name: '第 1 条文字' }).inputValue()).toBe(
      '常说的话',
    );
  });
});

describe('the page', () => {
  const row = (name: string): Locator =>
    phrasePage(screen.page).getByRole('button', { name: `编辑 ${name}` });
  const names = (): Promise<readonly string[]> =>
    phrasePage(screen.page)
      .getByRole('button', { name: /^编辑 /u })
      .evaluateAll((rows) => rows.map((one) => one.getAttribute('aria-label')?.slice(3) ?? ''));

  beforeEach(() => openPhrases(screen.page));

  it('writes a new phrase of a text and a link; what is wrong is said beside it', async () => {
    await phrasePage(screen.page).getByRole('button', { name: '新建' }).click();
    const editor = screen.page.getByRole('dialog', { name: '新建快捷语' });
    const save = editor.getByRole('button', { name: '保存' });
    await save.click();
    await editor.getByText('第 1 条还没有写。').waitFor();
    await editor.getByRole('textbox', { name: '第 1 条文字' }).fill('您好，');
    await editor.getByRole('button', { name: '{买家}' }).click();
    await editor.getByRole('button', { name: '加链接' }).click();
    await editor.getByRole('textbox', { name: '第 2 条链接' }).fill('javascript:alert(1)');
    await save.click();
    await editor.getByText('第 2 条不是可用的网址').waitFor();
    await editor.getByRole('textbox', { name: '第 2 条链接' }).fill('https://a.example/x');
    await editor.getByRole('button', { name: '一个平台' }).click();
    await editor.getByRole('combobox', { name: '平台' }).selectOption('抖音');
    await editor.getByRole('textbox', { name: '短码' }).fill('新的一条');
    await save.click();
    await row('新的一条').waitFor();
    expect(await screen.calls('phrases.save')).toMatchObject([
      {
        phrases: [
          {
            code: '新的一条',
            scope: { kind: 'platform', platform: 'douyin' },
            parts: [
              { kind: 'text', text: '您好，{买家}' },
              { kind: 'link', url: 'https://a.example/x', title: '' },
            ],
          },
        ],
      },
    ]);
  });

  it('changes one, and keeps its place and use', async () => {
    await row('换货流程').click();
    const editor = screen.page.getByRole('dialog', { name: '编辑快捷语' });
    await editor.getByRole('textbox', { name: '短码' }).fill('换货说明');
    await editor.getByRole('button', { name: '保存' }).click();
    await row('换货说明').waitFor();
    expect((await names())[0]).toBe('换货说明');
    const [input] = await screen.calls('phrases.save');
    expect((input as { readonly phrases: readonly Phrase[] }).phrases[0]).toMatchObject({
      phraseId: 'phrase-001',
      place: 0,
      usedCount: 41,
    });
  });

  it('removes one, which 撤销 brings back as it was', async () => {
    await screen.page.getByRole('button', { name: '删除 欢迎' }).click();
    await row('欢迎').waitFor({ state: 'detached' });
    await screen.page.getByText('已删除“欢迎”').waitFor();
    await screen.page.getByRole('button', { name: '撤销' }).click();
    await row('欢迎').waitFor();
    expect(await names()).toHaveLength(11);
  });

  it('orders the pinned ones by hand', async () => {
    await screen.page.getByRole('button', { name: '下移 换货流程' }).click();
    await expect.poll(names).toMatchObject({ 0: '发货时间', 1: '换货流程' });
    await screen.page.getByRole('button', { name: '取消置顶 换货流程' }).click();
    await screen.page.getByRole('button', { name: '置顶 结束' }).click();
    await expect.poll(names).toMatchObject({ 0: '发货时间', 1: '结束', 2: '换货流程' });
  });

  it('adds the common phrases of the chosen platforms, and none of them twice', async () => {
    for (const added of ['已添加 48 条常用语', '已添加 0 条常用语']) {
      await phrasePage(screen.page).getByRole('button', { name: '添加常用语' }).click();
      const dialog = screen.page.getByRole('dialog', { name: '添加常用语' });
      await dialog.getByRole('button', { name: '添加', exact: true }).click();
      await screen.page.getByText(added).waitFor();
    }
  });

  it('says so while there are none', async () => {
    await removePhrases(screen.page);
    await screen.page.getByText('还没有快捷语').waitFor();
  });
});

describe('tables', () => {
  const rows = (): Promise<number> =>
    phrasePage(screen.page)
      .getByRole('button', { name: /^编辑 /u })
      .count();
  beforeEach(() => openPhrases(screen.page));

  it('a file of another program is taken in, what is there already is stepped over, 撤销 takes it back', async () => {
    await importFile(
      screen.page,
      '话术.csv',
      '短码,内容\n新的,您好新的\n,再来一条\n新的,您好新的\n',
    );
    await screen.page.getByText('已导入 2 条快捷语，跳过已有的 1 条').waitFor();
    await expect.poll(rows).toBe(13);
    await screen.page.getByRole('button', { name: '撤销' }).click();
    await screen.page.getByText('已撤销这次导入').waitFor();
    await expect.poll(rows).toBe(11);
  });

  it.each([
    ['a.csv', '分组,价格\n售后,1\n', '没有导入：第 1 行的“价格”不是认识的列。'],
    ['a.csv', '内容,范围\n您好,京东\n您好,快手\n', '没有导入：第 3 行的范围“快手”不对'],
    ['a.csv', '内容\n"没有结束', '没有导入：文件在第 2 行中断'],
    ['a.csv', `内容\n${'a\n'.repeat(6_000)}`, '没有导入：表格从第 5002 行起超出了上限'],
    ['a.xlsx', 'PK\u0003\u0004', '没有导入：这个 Excel 文件不完整或已损坏'],
  ])(
    '%s with %j is refused in one sentence, and nothing is saved',
    async (name, content, sentence) => {
      await importFile(screen.page, name, content);
      await screen.page.getByRole('alert').getByText(sentence).waitFor();
      expect(await screen.calls('phrases.save')).toEqual([]);
      expect(await rows()).toBe(11);
    },
  );

  it('an export says where it is', async () => {
    await phrasePage(screen.page).getByRole('button', { name: '导出' }).click();
    await screen.page.getByRole('button', { name: 'CSV 文本（csv）' }).click();
    await screen.page.getByText('多店快捷语-20261123-100000.csv').waitFor();
  });
});

describe('an image in a phrase', () => {
  it('is kept with it, goes as an image at its place, and never into the box', async () => {
    await openPhrases(screen.page);
    await phrasePage(screen.page).getByRole('button', { name: '新建' }).click();
    const editor = screen.page.getByRole('dialog', { name: '新建快捷语' });
    await editor.getByRole('textbox', { name: '第 1 条文字' }).fill('请看尺码表');
    const [chooser] = await Promise.all([
      screen.page.waitForEvent('filechooser'),
      editor.getByRole('button', { name: '加图片' }).click(),
    ]);
    await chooser.setFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('png') });
    await editor.getByRole('img', { name: '第 2 条图片' }).waitFor();
    await editor.getByRole('textbox', { name: '短码' }).fill('尺码');
    await editor.getByRole('button', { name: '保存' }).click();
    await editor.waitFor({ state: 'detached' });
    await phrasePage(screen.page).getByRole('button', { name: '完成' }).click();
    await typeInBox(screen.page, '/尺码', 't***8');
    await expect.poll(() => options().first().textContent()).toContain('请看尺码表');
    await press('Enter');
    await expect.poll(text).toBe('请看尺码表');
    await followUps().getByText('图片').waitFor();
    await press('Enter');
    await expect
      .poll(async () =>
        (await screen.calls('messages.send')).map(
          (input) => (input as { readonly type: string }).type,
        ),
      )
      .toEqual(['text', 'image']);
  });
});
