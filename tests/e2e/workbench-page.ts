import type { Browser, Locator, Page } from 'playwright';

/** The screen, found only by the roles and names that an outside program may rely on. */
export class WorkbenchPage {
  readonly page: Page;
  readonly #end: () => Promise<void>;

  /** `end` closes what the page is seen through. */
  constructor(page: Page, end: () => Promise<void>) {
    this.page = page;
    this.#end = end;
  }

  static async open(browser: Browser, url: string): Promise<WorkbenchPage> {
    const context = await browser.newContext({
      locale: 'zh-CN',
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(url);
    return new WorkbenchPage(page, () => context.close());
  }

  close(): Promise<void> {
    return this.#end();
  }

  connection(): Locator {
    return this.page.getByRole('status', { name: '连接状态' });
  }

  shopTab(name: string): Locator {
    return this.page.getByRole('tablist', { name: '店铺' }).getByRole('tab', { name, exact: true });
  }

  conversation(buyer: string): Locator {
    return this.page
      .getByRole('listbox', { name: '会话列表' })
      .getByRole('option', { name: buyer, exact: true });
  }

  messages(): Locator {
    return this.page.getByRole('log', { name: '消息记录' }).getByRole('article');
  }

  composer(): Locator {
    return this.page.getByRole('textbox', { name: '回复', exact: true });
  }

  async openConversation(buyer: string): Promise<void> {
    await this.conversation(buyer).click();
    await this.page.getByRole('log', { name: '消息记录' }).waitFor();
  }

  async reply(text: string): Promise<void> {
    await this.composer().fill(text);
    await this.page.getByRole('button', { name: '发送', exact: true }).click();
  }

  suggestions(): Locator {
    return this.page.getByRole('group', { name: '后台建议' });
  }

  manualSwitch(): Locator {
    return this.page.getByRole('switch', { name: '人工接管' });
  }

  alert(shop: string): Locator {
    return this.page.getByRole('alert', { name: shop });
  }
}
