import type { Locator } from 'playwright';
import { beforeEach, describe, expect, it } from 'vitest';
import type { GatewayStatus } from '#shared/model/gateway-status.ts';
import { freshScreen } from './fresh-screen.ts';
import { forgetAll, refuseToken } from './scenes/first-run.ts';

const screen = freshScreen();
const SERVER = 'wss://kefu.example.com';
const server = (): Locator => screen.page.getByRole('textbox', { name: '服务器地址' });
const token = (): Locator => screen.page.getByRole('textbox', { name: '令牌' });
const connect = (): Locator => screen.page.getByRole('button', { name: '连接', exact: true });
const form = (): Locator => screen.page.getByRole('form', { name: '连接后台' });

const tell = (status: Partial<GatewayStatus>): Promise<void> =>
  screen.page.evaluate((change) => {
    window.harness.publish({ gateway: { ...window.harness.replica().gateway, ...change } });
  }, status);

describe('the first day', () => {
  beforeEach(() => forgetAll(screen.page));

  it('begins in the address, and there is no way past it', async () => {
    await screen.untilFocused('');
    await expect.poll(() => server().evaluate((box) => box === document.activeElement)).toBe(true);
    expect(await screen.page.getByRole('button', { name: '稍后处理' }).count()).toBe(0);
  });

  it('says what is missing, and asks nobody', async () => {
    await connect().click();
    await form()
      .getByText('服务器地址不对。请填写 wss://主机、https://主机 或 主机：端口。')
      .waitFor();
    await server().fill(SERVER);
    await token().fill('   ');
    await connect().click();
    await form().getByText('还没有填写令牌。请向后台管理员索取后填入。').waitFor();
    expect(await token().getAttribute('aria-invalid')).toBe('true');
    expect(await server().getAttribute('aria-invalid')).not.toBe('true');
    expect(await screen.calls('gateway.connect')).toEqual([]);
  });

  it("shows an administrator's address, which is not the agent's to change", async () => {
    await screen.page.evaluate((managed) => {
      window.harness.publish({
        managed: { server: managed, hasUpdates: false, off: [], mistake: null },
      });
    }, SERVER);
    await form().getByText('由管理员设置。').waitFor();
    expect(await server().inputValue()).toBe(SERVER);
    expect(await server().getAttribute('readonly')).not.toBeNull();
    await token().fill('secret');
    await token().press('Enter');
    expect(await screen.calls('gateway.connect')).toEqual([{ server: SERVER, token: 'secret' }]);
  });

  it('[SE11] says how the token will be kept before it is typed', async () => {
    await form().getByText('文件只有你的账户能读，没有加密').waitFor();
  });

  it('[SE6] a keychain that is locked keeps nothing, and says so in the form', async () => {
    await screen.refuse('gateway.connect', 'gateway.keychainLocked');
    await server().fill(SERVER);
    await token().fill('secret');
    await connect().click();
    await form().getByText('系统钥匙串没有打开，令牌没有保存。').waitFor();
    await tell({ phase: 'disconnected', reason: 'keychainLocked', server: SERVER });
    const banner = screen.page.getByRole('alert', { name: '读不到保存的令牌' });
    await banner.getByRole('button', { name: '再试一次' }).click();
    expect(await screen.calls('gateway.reconnectNow')).toEqual([{}]);
  });

  it('connects by Enter with what was typed, without the spaces around it', async () => {
    await server().fill(` ${SERVER} `);
    await token().fill(' secret ');
    await token().press('Enter');
    const busy = screen.page.getByRole('button', { name: '正在连接…' });
    await busy.waitFor();
    expect(await busy.isDisabled()).toBe(true);
    expect(await screen.calls('gateway.connect')).toEqual([{ server: SERVER, token: 'secret' }]);
    await tell({ phase: 'connected' });
    await form().waitFor({ state: 'detached' });
    await screen.page.getByText('还没有会话').waitFor();
  });

  it('says why it cannot connect, keeps trying, and what was typed can be corrected', async () => {
    await server().fill(SERVER);
    await token().fill('secret');
    await connect().click();
    await tell({ phase: 'disconnected', reason: 'network' });
    await form().getByRole('alert').getByText('连不上服务器。请检查地址和网络。').waitFor();
    await form().getByRole('alert').getByText('会继续自动重试').waitFor();
    expect(await server().inputValue()).toBe(SERVER);
    expect(await connect().isEnabled()).toBe(true);
  });

  it('is left also when the line stands before the answer to its press is here', async () => {
    await screen.page.evaluate(() => {
      window.harness.answer('gateway.connect', { ok: true, value: null });
    });
    await screen.hold('gateway.connect');
    await server().fill(SERVER);
    await token().fill('secret');
    await token().press('Enter');
    await tell({ phase: 'connecting' });
    await tell({ phase: 'connected' });
    await screen.release('gateway.connect');
    await form().waitFor({ state: 'detached' });
  });

  it('shows the address that the host refuses in its field', async () => {
    await screen.refuse('gateway.connect', 'gateway.addressInvalid');
    await server().fill('ftp://x');
    await token().fill('secret');
    await connect().click();
    await form().getByText('服务器地址不对').waitFor();
    expect(await server().getAttribute('aria-invalid')).toBe('true');
  });

  it('shows the token only while that is wanted', async () => {
    await token().fill('secret');
    const masked = await token().evaluate((box) =>
      getComputedStyle(box).getPropertyValue('-webkit-text-security'),
    );
    await screen.page.getByRole('button', { name: '显示令牌' }).click();
    const shown = await token().evaluate((box) =>
      getComputedStyle(box).getPropertyValue('-webkit-text-security'),
    );
    await screen.page.getByRole('button', { name: '隐藏令牌' }).waitFor();
    expect([masked, shown]).toEqual(['disc', 'none']);
  });

  it('says how the demo is started, and Escape closes that', async () => {
    await screen.page.getByRole('button', { name: '体验演示' }).click();
    const dialog = screen.page.getByRole('dialog', { name: '体验演示' });
    await dialog.getByText('npm run demo').waitFor();
    await dialog.getByRole('button', { name: '复制命令' }).click();
    await dialog.getByRole('button', { name: '已复制' }).waitFor();
    await screen.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await screen.untilFocused('体验演示');
  });
});

describe('a refused token', () => {
  beforeEach(() => refuseToken(screen.page));

  it('is told with a sentence, the address stands there, the caret is in the token', async () => {
    const alert = form().getByRole('alert');
    await alert.getByText('令牌无效').waitFor();
    await alert.getByText('后台不接受现在的令牌。消息都还在，重新填写后会继续。').waitFor();
    expect(await server().inputValue()).toBe(SERVER);
    await expect.poll(() => token().evaluate((box) => box === document.activeElement)).toBe(true);
  });

  it('can be put off, and the work is still there', async () => {
    await screen.page.getByRole('button', { name: '稍后处理' }).click();
    await screen.page.getByRole('option', { name: '林小满', exact: true }).waitFor();
    await form().waitFor({ state: 'detached' });
  });
});
