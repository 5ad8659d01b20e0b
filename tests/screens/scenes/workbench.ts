import { NOTHING_FOUND } from '#shared/model/search.ts';
import {
  addConversations,
  addPast,
  openConversation,
  openFound,
  search,
  type Scenes,
} from './scene.ts';

/** The list, the search, the panes around them. */
export const WORKBENCH: Scenes = {
  start: async () => undefined,
  workbench: (page) => openConversation(page),
  english: async (page) => {
    await page.goto(page.url().replace('?', '?lang=en&'));
    await page.getByRole('option', { name: '林小满', exact: true }).click();
    await page.getByRole('log', { name: 'Messages' }).getByRole('article').first().waitFor();
  },
  keys: async (page) => {
    await openConversation(page);
    await page.keyboard.press('F1');
    await page.getByRole('dialog', { name: '快捷键' }).waitFor();
  },
  search: async (page) => {
    await openConversation(page);
    await search(page, '小');
    await page.getByRole('listbox', { name: '搜索结果' }).getByRole('option').first().waitFor();
  },
  'search-none': async (page) => {
    await search(page, '查无此人');
    await page.getByText('没有找到“查无此人”').waitFor();
  },
  'search-many': async (page) => {
    await addConversations(page, '大促买家', 1_000);
    await search(page, '大促');
    await page.getByRole('listbox', { name: '搜索结果' }).getByRole('option').nth(19).waitFor();
  },
  'search-number': async (page) => {
    await openConversation(page);
    await search(page, '10012345');
    await page.getByRole('group', { name: '订单号、商品号' }).waitFor();
  },
  'search-indexing': async (page) => {
    await page.evaluate(
      (answer) => {
        window.harness.answer('search.loadAnswer', { ok: true, value: answer });
      },
      { ...NOTHING_FOUND, progress: 0.42 },
    );
    await search(page, '山野');
    await page.getByText('正在建立搜索索引 42%').waitFor();
  },
  'search-failed': async (page) => {
    await page.evaluate(() => {
      window.harness.answer('search.loadAnswer', {
        ok: false,
        error: { kind: 'storage.unavailable', detail: '' },
      });
    });
    await search(page, '小');
    await page.getByText('没有搜索成功').waitFor();
  },
  'found-in-past': async (page) => {
    await addPast(page, 400);
    await openFound(page, '第 121 句');
  },
  'conversation-menu': async (page) => {
    await page.getByRole('option', { name: '周周有鱼' }).click({ button: 'right' });
    await page.getByRole('menu', { name: '会话操作' }).waitFor();
  },
  empty: async (page) => {
    await page.getByRole('tab', { name: '木木手作' }).click();
    await page.getByText('还没有会话').waitFor();
  },
  'empty-filter': async (page) => {
    await page.getByRole('button', { name: '已完结' }).click();
    await page.getByText('没有已完结的会话').waitFor();
  },
  'loading-list': async (page) => {
    await page.goto(page.url().replace('?', '?hold=sync.loadSnapshot&'));
    await page.getByRole('progressbar', { name: '正在加载会话' }).waitFor();
  },
  'page-beside': async (page) => {
    await openConversation(page);
    await page.evaluate(() => {
      const [shopId] = Object.values(window.harness.replica().shops).map((shop) => shop.shopId);
      if (shopId !== undefined) window.harness.publish({ shownPages: { [shopId]: 'beside' } });
    });
    await page.getByRole('complementary', { name: '平台页面已打开' }).waitFor();
  },
  'page-window': async (page) => {
    await openConversation(page);
    await page.evaluate(() => {
      const [shopId] = Object.values(window.harness.replica().shops).map((shop) => shop.shopId);
      if (shopId !== undefined) window.harness.publish({ shownPages: { [shopId]: 'window' } });
    });
    await page.getByRole('button', { name: '关闭平台页面' }).first().waitFor();
  },
  /** An error that no part of the screen is the place of. */
  'notice-error': async (page) => {
    await page.evaluate(() => {
      window.harness.answer('shops.retry', {
        ok: false,
        error: { kind: 'shop.notOnline', detail: '' },
      });
    });
    await page.getByRole('tab', { name: '青禾家居' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: '重新连接' }).click();
    await page.getByRole('log', { name: '提示' }).getByText('店铺当前不在线').waitFor();
  },
};
