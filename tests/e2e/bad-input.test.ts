import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { runToEnd, startApp, startSandbox, temporaryFolder } from './programs.ts';
import { launchBrowser } from '../launch-browser.ts';
import { WorkbenchPage } from './workbench-page.ts';
import { openShop, openWorkplace } from './workplace.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const dataFolder = async (): Promise<string> => {
  const { folder, remove } = await temporaryFolder();
  undo.push(remove);
  return folder;
};

describe('bad input gets one clear sentence', () => {
  it.each([
    [['--prot', '1'], '--prot'],
    [['--port', 'abc'], '--port'],
    [['--port', '70000'], '--port'],
    [['--lang', 'fr'], '--lang'],
    [['--gateway', 'http://', '--token', 'x'], '--gateway'],
    [['--platforms', 'nonsense'], '--platforms'],
  ])('a wrong option ends with 2 and one line that names it: %s', async (parameters, named) => {
    const { code, stdout, stderr } = await runToEnd('electron/serve.ts', [
      ...parameters,
      '--no-open',
      '--data',
      await dataFolder(),
    ]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(named);
  });

  it('a busy port is named', async () => {
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undo.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runToEnd('electron/serve.ts', [
      '--port',
      `${port}`,
      '--no-open',
      '--headless-pages',
      '--data',
      await dataFolder(),
    ]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`${port}`);
  });

  it('[GW5] a second process of the same data folder ends with 3 and opens nothing', async () => {
    const folder = await dataFolder();
    const app = await startApp({ data: folder });
    undo.push(() => app.stop());
    const { code, stderr } = await runToEnd('electron/serve.ts', [
      '--port',
      '0',
      '--no-open',
      '--headless-pages',
      '--data',
      folder,
    ]);
    expect(code).toBe(3);
    expect(stderr.trim()).not.toBe('');
  });

  it('SIGTERM ends with 0', async () => {
    const app = await startApp({ data: await dataFolder() });
    expect(await app.stop('SIGTERM')).toBe(0);
  });

  it('[ST5] a file that is no database: the app starts, says so, and throws nothing away', async () => {
    const folder = await dataFolder();
    const words = 'this is no database at all, only words in a file of the same name';
    await writeFile(path.join(folder, 'duodian.sqlite'), words);
    const app = await startApp({ data: folder });
    undo.push(() => app.stop());
    const page = await WorkbenchPage.open(browser, app.ready.url);
    undo.push(() => page.close());
    await page.page.getByRole('alert', { name: /数据库/u }).waitFor();
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')),
    );
    expect(texts).toContain(words);
    expect(await app.stop()).toBe(0);
  });

  it('[GW2] a refused token is 令牌无效, and asks', async () => {
    const sandbox = await startSandbox();
    undo.push(() => sandbox.stop());
    const app = await startApp({
      data: await dataFolder(),
      gateway: sandbox.ready.gateway,
      token: 'not-the-token',
      platforms: sandbox.ready.platforms,
    });
    undo.push(() => app.stop());
    const page = await WorkbenchPage.open(browser, app.ready.url);
    undo.push(() => page.close());
    await page.page.getByText('令牌无效').first().waitFor();
    const form = page.page.getByRole('form', { name: '连接后台' });
    await form.getByRole('textbox', { name: '令牌' }).fill(sandbox.ready.token);
    await form.getByRole('textbox', { name: '服务器地址' }).fill(sandbox.ready.gateway);
    await form.getByRole('button', { name: '连接' }).click();
    await expect
      .poll(() => page.connection().textContent(), { timeout: 15_000 })
      .toContain('已连接');
  });

  it('first run: the form connects, and a nonsense address gets its sentence', async () => {
    const sandbox = await startSandbox();
    undo.push(() => sandbox.stop());
    const app = await startApp({ data: await dataFolder(), platforms: sandbox.ready.platforms });
    undo.push(() => app.stop());
    const page = await WorkbenchPage.open(browser, app.ready.url);
    undo.push(() => page.close());
    const form = page.page.getByRole('form', { name: '连接后台' });
    await form.getByRole('textbox', { name: '服务器地址' }).fill('这不是地址 ///');
    await form.getByRole('textbox', { name: '令牌' }).fill('abc');
    await form.getByRole('button', { name: '连接' }).click();
    await page.page.getByText(/地址/u).first().waitFor();
    expect(await form.isVisible()).toBe(true);
    await form.getByRole('textbox', { name: '服务器地址' }).fill(sandbox.ready.gateway);
    await form.getByRole('textbox', { name: '令牌' }).fill(sandbox.ready.token);
    await form.getByRole('button', { name: '连接' }).click();
    await expect
      .poll(() => page.connection().textContent(), { timeout: 15_000 })
      .toContain('已连接');
  });

  it('[GW6] [GW7] malformed, oversized, unknown and shop-less frames are set aside, and the next good one works', async () => {
    const work = await openWorkplace();
    undo.push(() => work.close());
    const { shop } = await openShop(work, '乱码店');
    await work.control.gatewayFault({ kind: 'garbage' });
    await work.control.send({ type: 'no_such_type', content: 'x', store_id: shop });
    await work.control.send({ type: 'message', content: 'x', receiver: { id: 'a' } });
    await work.control.send({
      type: 'message',
      content: 'x'.repeat(300_000),
      receiver: { id: 'a' },
      store_id: shop,
    });
    await work.control.gatewayFault({ kind: 'none' });
    await work.control.say(shop, 'pin_ok', { msg_type: 'text', content: '还在吗', name: '好买家' });
    await work.page.conversation('好买家').waitFor();
    await work.control.reply(shop, 'pin_ok', '在的');
    await eventually(async () => {
      const ledger = await work.control.ledger();
      expect(JSON.stringify(ledger.platforms[shop]?.buyers['pin_ok'])).toContain('在的');
    });
    await expect.poll(() => work.page.connection().textContent()).toContain('已连接');
  });

  it('[PL3] a cookie that does not log in leaves the shop with its sentence', async () => {
    const work = await openWorkplace();
    undo.push(() => work.close());
    const { control } = work;
    const { store_id: shop } = await control.addShop('抖音', '旧饼干店');
    await control.login(shop, { cookie: 'sessionid=expired; sid_tt=old' });
    await work.page.page.getByRole('alert').first().waitFor({ timeout: 30_000 });
  });
});
