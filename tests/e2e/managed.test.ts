import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../launch-browser.ts';
import {
  runToEnd,
  startApp,
  startSandbox,
  temporaryFolder,
  type SandboxProgram,
} from './programs.ts';
import { WorkbenchPage } from './workbench-page.ts';

describe('a computer that an administrator has set up', () => {
  let place: { folder: string; remove: () => Promise<void> };
  let sandbox: SandboxProgram;
  const managed = (content: object): string => {
    const file = path.join(place.folder, 'managed.json');
    writeFileSync(file, JSON.stringify(content), { mode: 0o644 });
    return `--managed=${file}`;
  };
  const data = (): string => path.join(place.folder, 'data');

  beforeAll(async () => {
    place = await temporaryFolder();
    sandbox = await startSandbox();
  });
  afterAll(async () => {
    await sandbox.stop();
    await place.remove();
  });

  it('asks for a token alone, and connects to the address of the administrator', async () => {
    const { gateway, token } = sandbox.ready;
    const app = await startApp({ data: data(), more: [managed({ gateway: { server: gateway } })] });
    const browser = await launchBrowser();
    const screen = await WorkbenchPage.open(browser, app.ready.url);
    const server = screen.page.getByRole('textbox', { name: '服务器地址' });
    await screen.page.getByText('由管理员设置。').waitFor();
    expect(await server.inputValue()).toBe(gateway);
    await screen.page.getByRole('textbox', { name: '令牌' }).fill(token);
    await screen.page.getByRole('button', { name: '连接', exact: true }).click();
    await screen.connection().getByText('已连接').waitFor();
    await screen.page.getByRole('button', { name: '设置', exact: true }).click();
    await screen.page.getByRole('button', { name: '关于', exact: true }).click();
    const update = screen.page.getByRole('status', { name: '更新' });
    await update.getByText('从源码运行：用 git pull 更新，然后重新启动。').waitFor();
    await browser.close();
    expect(await app.stop()).toBe(0);
  });

  it('takes no other address from the command line', async () => {
    const words = ['--data', data(), '--gateway', 'ws://127.0.0.1:1', '--no-open'];
    const file = managed({ gateway: { server: sandbox.ready.gateway } });
    const ended = await runToEnd('electron/serve.ts', [...words, file], { DUODIAN_TOKEN: 'x' });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('the administrator of this computer has set the gateway');
  });

  it('with a mistake in it is worked on as any other, and the mistake is said', async () => {
    const app = await startApp({ data: data(), more: [managed({ gatway: {} })] });
    expect(app.stderr()).toContain('is not followed: it has an unknown field (gatway)');
    expect(await app.stop()).toBe(0);
  });
});
