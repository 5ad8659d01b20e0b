import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyPair, LocalFeed } from '../../electron/updates/testing/local-feed.ts';
import { ensureDesktop } from '../../build/ensure-desktop.ts';
import { type StandIn, startStandIn } from '../electron-stand-in/start-stand-in.ts';
import { lookAt } from './hosts.ts';
import { startSandbox, temporaryFolder, type SandboxProgram } from './programs.ts';
import type { WorkbenchPage } from './workbench-page.ts';

const OURS = keyPair();
const CONTENT = Buffer.alloc(3_000_000, 'the newer program');

// An AppImage replaces itself by what every system has; the other installers need theirs.
describe.runIf(process.platform === 'linux')('the desktop host that gets newer', () => {
  let place: { folder: string; remove: () => Promise<void> };
  let feed: LocalFeed;
  let mirror: LocalFeed;
  let sandbox: SandboxProgram;
  let app: StandIn;
  let screen: WorkbenchPage;
  const at = (name: string): string => path.join(place.folder, name);
  const image = (): string => readFileSync(at('duodian.AppImage'), 'utf8').slice(0, 17);
  const press = (name: string): Promise<void> =>
    screen.page.getByRole('button', { name, exact: true }).click();
  const says = (text: string | RegExp): Promise<void> =>
    screen.page.getByRole('status', { name: '更新' }).getByText(text).waitFor();

  const start = async (): Promise<void> => {
    const managed = {
      updates: { feeds: [feed.url, mirror.url], publicKey: OURS.publicText },
    };
    writeFileSync(at('managed.json'), JSON.stringify(managed), { mode: 0o644 });
    const { gateway, token } = sandbox.ready;
    app = await startStandIn(
      ['--data', at('data'), '--managed', at('managed.json'), '--gateway', gateway],
      {
        DUODIAN_TOKEN: token,
        APPIMAGE: at('duodian.AppImage'),
        APPDIR: path.dirname(process.execPath),
      },
    );
    screen = await lookAt((await app.look()).devtools);
    await screen.connection().getByText('已连接').waitFor();
    await press('设置');
    await press('关于');
  };

  beforeEach(async () => {
    await ensureDesktop();
    place = await temporaryFolder();
    feed = await LocalFeed.open();
    mirror = await LocalFeed.open();
    sandbox = await startSandbox();
    writeFileSync(at('duodian.AppImage'), 'the older program', { mode: 0o755 });
    await start();
  });
  afterEach(async () => {
    await screen.close();
    await app.stop();
    await Promise.all([feed.close(), mirror.close(), sandbox.stop()]);
    await place.remove();
  });

  it('asks, downloads, ends in order, is the newer one, and starts again', async () => {
    feed.publish('9.0.0', CONTENT, { key: OURS.key });
    await press('检查更新');
    await says(/^有新版本 9\.0\.0/u);
    await screen.page.getByText('9.0.0 的新内容').waitFor();
    await press('下载更新');
    await says('9.0.0 已下载并核对签名，可以安装。');
    expect(image()).toBe('the older program');
    await press('重启并安装');
    expect(await app.ended).toBe(0);
    expect(image()).toBe('the newer program');
    expect(app.recorded('app.relaunch')).toHaveLength(1);
    expect(app.stderr()).not.toMatch(/stop\.(?:late|failed)|notInstalled/u);
  });

  it('退出时安装: is the newer one after the end, and stays ended', async () => {
    feed.publish('9.0.0', CONTENT, { key: OURS.key });
    await press('检查更新');
    await press('下载更新');
    await press('退出时安装');
    await says('退出时会安装 9.0.0。');
    await app.act({ do: 'closeWindow' });
    expect(await app.ended).toBe(0);
    expect(image()).toBe('the newer program');
    expect(app.recorded('app.relaunch')).toEqual([]);
  });

  it('leaves the program as it is when the system is shut down, which would cut an installation off', async () => {
    feed.publish('9.0.0', CONTENT, { key: OURS.key });
    await press('检查更新');
    await press('下载更新');
    await press('退出时安装');
    await says('退出时会安装 9.0.0。');
    await app.act({ do: 'endSession' });
    expect(await app.ended).toBe(0);
    expect(image()).toBe('the older program');
    const asked = feed.asked.length;
    await screen.close();
    await start();
    await press('检查更新');
    await press('下载更新');
    await says('9.0.0 已下载并核对签名，可以安装。');
    // What the start before has downloaded is still there.
    expect(feed.asked.slice(asked)).toEqual(['stable.json']);
  });

  it('takes nothing that was not signed, and a mirror where a feed is down or gives another file', async () => {
    feed.publish('9.0.0', CONTENT, { key: keyPair().key });
    await press('检查更新');
    await says(/签名不对/u);
    mirror.publish('9.0.1', CONTENT, { key: OURS.key });
    feed.serve('duodian-9.0.1.AppImage', Buffer.alloc(CONTENT.length, 'evil'));
    await press('重试');
    await says(/^有新版本 9\.0\.1/u);
    await press('下载更新');
    await says('9.0.1 已下载并核对签名，可以安装。');
    expect(mirror.asked).toContain('duodian-9.0.1.AppImage');
    await app.act({ do: 'closeWindow' });
    expect(await app.ended).toBe(0);
    expect(image()).toBe('the older program');
  });

  it('跳过此版本 is remembered by the next start', async () => {
    feed.publish('9.0.0', CONTENT, { key: OURS.key });
    await press('检查更新');
    await press('跳过此版本');
    await says(/^已跳过 9\.0\.0/u);
    await expect.poll(() => existsSync(at('data/skipped-version.json'))).toBe(true);
    await screen.close();
    await app.stop();
    await start();
    await press('检查更新');
    await says(/^已跳过 9\.0\.0/u);
    expect(await screen.page.getByText(/^有新版本/u).count()).toBe(0);
  });
});
