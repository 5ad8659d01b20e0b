import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedProxy } from '../../electron/network/testing/scripted-proxy.ts';
import { startStandIn } from '../electron-stand-in/start-stand-in.ts';
import { launchBrowser } from '../launch-browser.ts';
import { ensureBuiltHost, lookAt } from './hosts.ts';
import { type SandboxProgram, startApp, startSandbox, temporaryFolder } from './programs.ts';
import { WorkbenchPage } from './workbench-page.ts';

/** A back office whose name nobody on this side of the proxy knows. */
const OFFICE = 'ws://office.invalid';

describe('behind a proxy', () => {
  let sandbox: SandboxProgram;
  let proxy: ScriptedProxy;
  let data = '';
  let remove = (): Promise<void> => Promise.resolve();

  beforeAll(async () => {
    await ensureBuiltHost();
    sandbox = await startSandbox();
    proxy = await ScriptedProxy.open(Number(new URL(sandbox.ready.gateway).port));
    ({ folder: data, remove } = await temporaryFolder());
  });
  afterAll(async () => {
    await proxy.close();
    await sandbox.stop();
    await remove();
  });

  const isConnected = (page: WorkbenchPage) =>
    expect.poll(() => page.connection().textContent()).toContain('已连接');

  it('[GW2] the browser host reaches its back office by what the environment names', async () => {
    const app = await startApp({
      data: `${data}/browser`,
      gateway: OFFICE,
      token: sandbox.ready.token,
      environment: {
        HTTP_PROXY: `http://ann:secret@127.0.0.1:${proxy.port}`,
        NO_PROXY: '.example',
      },
    });
    const browser = await launchBrowser();
    const page = await WorkbenchPage.open(browser, app.ready.url);
    await isConnected(page);
    expect(proxy.asked.at(-1)).toEqual({
      authority: 'office.invalid:80',
      login: `Basic ${Buffer.from('ann:secret').toString('base64')}`,
    });
    expect(app.stderr()).not.toContain('secret');
    await browser.close();
    await app.stop();
  });

  it('[GW2] [PL11] the desktop host reaches it by what the system says, with the login that the environment knows', async () => {
    const app = await startStandIn(['--data', `${data}/desktop`, '--gateway', OFFICE], {
      DUODIAN_TOKEN: sandbox.ready.token,
      STAND_IN_PROXY: `PROXY 127.0.0.1:${proxy.port}; DIRECT`,
      HTTPS_PROXY: 'http://ann:secret@proxy.example:3128',
    });
    const page = await lookAt((await app.look()).devtools);
    await isConnected(page);
    expect(proxy.asked.at(-1)).toEqual({ authority: 'office.invalid:80', login: undefined });
    const ask = (host: string, isProxy = true): Promise<unknown> =>
      app.act({ do: 'askPassword', host, isProxy });
    expect(await ask('proxy.example')).toEqual({ given: ['ann', 'secret'] });
    expect(await ask('shop.example', false)).toEqual({ given: [] });
    expect(app.recorded('dialog.showMessageBox')).toEqual([]);
    for (const host of ['other.example', 'more.example']) {
      expect(await ask(host)).toEqual({ given: [] });
    }
    expect(app.recorded('dialog.showMessageBox')).toMatchObject([
      { message: '代理服务器要求用户名和密码' },
    ]);
    await page.close();
    expect(await app.stop()).toBe(0);
  });
});
