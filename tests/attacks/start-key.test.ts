import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../e2e/eventually.ts';
import {
  type App,
  freshUrl,
  type SandboxProgram,
  startApp,
  startSandbox,
  temporaryFolder,
} from '../e2e/programs.ts';
import { WorkbenchPage } from '../e2e/workbench-page.ts';
import { launchBrowser } from '../launch-browser.ts';

/** Of every process of this computer, as each of its users may read them. */
const commandLines = (): string =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        // It has ended meanwhile.
        return '';
      }
    })
    .join('\n');

/** Whoever else is on this computer: other pages of her browser, other users who read the process list, what an earlier run left. */
describe('[SE3] the way into the browser host', () => {
  let sandbox: SandboxProgram;
  let browser: Browser;
  let app: App;
  let folder = '';
  let other: Server;
  const undo: (() => Promise<unknown>)[] = [];

  const own = (): URL => new URL(app.ready.url);
  const door = (page: Page) => page.getByText('这个页面需要重新打开');
  const isIn = (page: Page): Promise<void> =>
    eventually(async () => {
      expect(await page.getByRole('status', { name: '连接状态' }).textContent()).toContain(
        '已连接',
      );
    }, 20_000);
  /** A page of another program of this computer, in the same browser as the workbench. */
  const foreignPage = async (context: BrowserContext, host = '127.0.0.1'): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`http://${host}:${(other.address() as AddressInfo).port}/`);
    return page;
  };

  beforeAll(async () => {
    const place = await temporaryFolder();
    undo.push(place.remove);
    ({ folder } = place);
    [sandbox, browser] = await Promise.all([startSandbox(), launchBrowser()]);
    undo.push(() => sandbox.stop());
    undo.push(() => browser.close());
    other = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>another program</title>');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    undo.push(async () => void other.close());
    app = await startApp({
      data: path.join(folder, 'data'),
      gateway: sandbox.ready.gateway,
      token: sandbox.ready.token,
      platforms: sandbox.ready.platforms,
    });
    undo.push(() => app.stop());
  });
  afterAll(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  it('a start key that was used opens nothing for whoever found it, and leaves address and history', async () => {
    const first = await WorkbenchPage.open(browser, app.ready.url);
    await isIn(first.page);
    expect(first.page.url()).not.toContain('key');
    expect(await first.page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
    const thief = await WorkbenchPage.open(browser, app.ready.url);
    await door(thief.page).waitFor();
    expect(await thief.page.getByRole('tablist').count()).toBe(0);
    const bare = await WorkbenchPage.open(browser, own().origin);
    await door(bare.page).waitFor();
    for (const page of [first, thief, bare]) await page.close();
  });

  it('she may load her page again, also in the background, and a copied tab is not let in', async () => {
    const workbench = await WorkbenchPage.open(browser, await freshUrl(app));
    const { page } = workbench;
    await isIn(page);
    for (let times = 0; times < 3; times += 1) {
      await page.reload();
      await isIn(page);
    }
    expect(await page.evaluate(() => [sessionStorage.length, localStorage.length])).toEqual([0, 0]);
    const [copy] = await Promise.all([
      page.context().waitForEvent('page'),
      page.evaluate(() => void window.open(location.href)),
    ]);
    await door(copy).waitFor();
    await workbench.close();
  });

  it('another port’s page gets no cookie, no answer and no line, and cannot cut the workbench off', async () => {
    const workbench = await WorkbenchPage.open(browser, await freshUrl(app));
    await isIn(workbench.page);
    const context = workbench.page.context();
    expect(await context.cookies()).toEqual([]);
    for (const host of ['127.0.0.1', 'localhost']) {
      const foreign = await foreignPage(context, host);
      const answers = await foreign.evaluate(
        async ({ origin, host: workbenchHost, port }) => {
          const asked = [origin, `http://127.0.0.1:${port}`, `http://localhost:${port}`];
          const tried = asked.flatMap((at) => [
            fetch(`${at}/`, { credentials: 'include' }),
            fetch(`${at}/admission`, { method: 'POST', body: '{"key":"x"}', mode: 'no-cors' }),
          ]);
          const read = await Promise.allSettled(tried);
          const lines = [workbenchHost, `127.0.0.1:${port}`, `localhost:${port}`].map(
            (at) =>
              new Promise((resolve) => {
                const socket = new globalThis.WebSocket(`ws://${at}/ipc`);
                socket.addEventListener('open', () => resolve('open'));
                socket.addEventListener('error', () => resolve('refused'));
              }),
          );
          // Cookies know no ports: these reach every program on the same name.
          for (let count = 0; count < 180; count += 1) {
            const junk = `junk${count}=${'x'.repeat(4_000)}`;
            document.cookie = `${junk}; path=/`;
            document.cookie = `${junk}; path=/; domain=localhost`;
            document.cookie = `${junk}; path=/; domain=${workbenchHost.split(':')[0]}`;
          }
          return {
            read: read.filter(
              ({ status, value }: { status: string; value?: Response }) =>
                status === 'fulfilled' && value?.type !== 'opaque',
            ).length,
            lines: await Promise.all(lines),
          };
        },
        { origin: own().origin, host: own().host, port: own().port },
      );
      expect(answers).toEqual({ read: 0, lines: ['refused', 'refused', 'refused'] });
      await foreign.close();
    }
    expect((await context.cookies(own().origin)).length).toBe(0);
    await workbench.page.reload();
    await isIn(workbench.page);
    await workbench.close();
  });

  it('a program that forges every header gets no further than the door without the token', async () => {
    const { host, origin, port } = own();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ipc`, {
      headers: { host, origin, cookie: 'duodian=x' },
    });
    const heard: unknown[] = [];
    socket.on('message', (data) => heard.push(data));
    const code = await new Promise((resolve) => {
      socket.once('close', resolve);
      socket.once('open', () =>
        socket.send(JSON.stringify({ id: 1, name: 'sync.loadSnapshot', input: {} })),
      );
    });
    expect([code, heard]).toEqual([4403, []]);
  });

  it.skipIf(process.platform !== 'linux')(
    'our own opening of the browser shows the key to no other user, and works (reads /proc: Linux only)',
    async () => {
      const bin = path.join(folder, 'xdg-open');
      const told = path.join(folder, 'told');
      // What a desktop's opener is given, and stays in the process list for a while.
      writeFileSync(
        bin,
        `#!/bin/sh\nprintf '%s' "$*" > '${told}.new'\nmv '${told}.new' '${told}'\nsleep 3\n`,
      );
      chmodSync(bin, 0o700);
      const opened = await startApp({
        data: path.join(folder, 'opened'),
        gateway: sandbox.ready.gateway,
        token: sandbox.ready.token,
        opensWith: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, DISPLAY: ':none' },
      });
      try {
        await eventually(async () => expect(existsSync(told)).toBe(true));
        const file = fileURLToPath(readFileSync(told, 'utf8'));
        expect(file.startsWith(path.join(folder, 'opened'))).toBe(true);
        expect(statSync(file).mode & 0o777).toBe(0o600);
        const key = /#key=([\w-]+)/u.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
        expect(key).not.toBe('');
        expect(opened.ready.url).not.toContain(key);
        expect(commandLines()).not.toContain(key);
        const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
        await page.goto(`file://${file}`);
        await isIn(page);
        await page.context().close();
      } finally {
        await opened.stop();
      }
    },
  );
});
