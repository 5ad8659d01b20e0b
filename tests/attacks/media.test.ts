import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Download } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pngHead } from '../../electron/media/testing/pictures.ts';
import { eventually } from '../e2e/eventually.ts';
import { type App, startApp, startSandbox, temporaryFolder } from '../e2e/programs.ts';
import { SandboxControl } from '../e2e/sandbox-control.ts';
import { WorkbenchPage } from '../e2e/workbench-page.ts';
import { launchBrowser } from '../launch-browser.ts';

const HOSTILE = 12;

/** A buyer whose pictures lie on a hostile server, over the whole app and in the agent's browser. */
describe('[SE5] pictures of a hostile buyer', () => {
  const undo: (() => Promise<unknown>)[] = [];
  let workbench: WorkbenchPage;
  let control: SandboxControl;
  let app: App;
  let shop = '';
  let base = '';

  const sends = (buyer: string, name: string, picture: string): Promise<unknown> =>
    control.say(shop, buyer, { msg_type: 'image', content: `${base}/hostile/${picture}`, name });
  const last = () => workbench.messages().last();
  const isShown = (): Promise<void> =>
    eventually(async () => {
      const width = await last()
        .locator('img')
        .evaluate((one: HTMLImageElement) => one.naturalWidth);
      expect(width).toBe(64);
    }, 5_000);

  beforeAll(async () => {
    const [sandbox, browser, place] = await Promise.all([
      startSandbox(),
      launchBrowser(),
      temporaryFolder(),
    ]);
    undo.push(
      place.remove,
      () => sandbox.stop(),
      () => browser.close(),
    );
    const source = new Worker(new URL('../faults/media/hostile-source.ts', import.meta.url), {
      workerData: { forwardTo: Number(new URL(sandbox.ready.platforms).port) },
    });
    undo.push(() => source.terminate());
    const [{ port }] = (await once(source, 'message')) as [AddressInfo];
    base = `http://127.0.0.1:${port}`;
    app = await startApp({
      data: place.folder,
      gateway: sandbox.ready.gateway,
      token: sandbox.ready.token,
      platforms: base,
    });
    undo.push(() => app.stop());
    control = new SandboxControl(sandbox.ready.control);
    workbench = await WorkbenchPage.open(browser, app.ready.url);
    ({ store_id: shop } = await control.addShop('抖音', '山野零食'));
    await control.login(shop);
    await control.say(shop, 'b1', { msg_type: 'text', content: '看图', name: '敌意' });
    await control.say(shop, 'b2', { msg_type: 'text', content: '看图', name: '林小满' });
    await workbench.openConversation('林小满');
  });
  afterAll(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  it('twelve that drip hold up neither her clicks nor another buyer’s picture', async () => {
    for (let number = 0; number < HOSTILE; number += 1) await sends('b1', '敌意', `drip/${number}`);
    await workbench.openConversation('敌意');
    await eventually(async () => expect(await workbench.messages().count()).toBeGreaterThan(3));
    await sends('b2', '林小满', 'good/1');
    await workbench.openConversation('林小满');
    await isShown();
    const waits: number[] = [];
    for (const text of ['一', '二', '三']) {
      const from = performance.now();
      await workbench.reply(text);
      await last().getByText(text, { exact: true }).waitFor();
      waits.push(performance.now() - from);
    }
    // With all that a browser under test adds; a click that waits for a source waits for seconds.
    expect(Math.min(...waits)).toBeLessThan(500);
    // A reply takes its place when it is sent: only then is what comes next the last of all.
    const delivered = workbench.messages().filter({ hasText: '已送达' });
    await eventually(async () => expect(await delivered.count()).toBe(waits.length), 20_000);
  });

  it('a bomb of pixels is not shown, and says why; the agent cannot send one either', async () => {
    await workbench.openConversation('林小满');
    await sends('b2', '林小满', 'bomb/holiday.png');
    await eventually(async () => {
      expect(await last().textContent()).toContain('图片尺寸过大');
    });
    await workbench.composer().evaluate((box, base64) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], '样品.png', { type: 'image/png' }));
      box.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, pngHead(50_000, 50_000).toString('base64'));
    const attachment = workbench.page.getByRole('group', { name: '附件' });
    await expect.poll(() => attachment.textContent()).toContain('图片尺寸过大');
  });

  it('[SE9] a program behind a picture is saved as a picture, under our name', async () => {
    await workbench.openConversation('林小满');
    await sends('b2', '林小满', 'tail/invoice.hta');
    await isShown();
    await last().getByRole('button', { name: '图片，点按放大' }).click();
    // A source that has been attacking may answer the first press with a refusal; what is saved in the end has our name.
    const save = async (): Promise<Download> => {
      const [download] = await Promise.all([
        workbench.page.waitForEvent('download'),
        workbench.page.getByRole('button', { name: '保存图片' }).click(),
      ]);
      return download;
    };
    let download = await save();
    for (let presses = 1; presses < 5; presses += 1) {
      const failure = await download.failure();
      if (failure === null) break;
      const refusals = app
        .stderr()
        .split('\n')
        .filter((line) => line.includes('media.'));
      process.stderr.write(`a press of 保存 failed: ${failure}\n${refusals.join('\n')}\n`);
      download = await save();
    }
    expect(download.suggestedFilename()).toMatch(/^图片-\d{8}-\d{6}\.png$/u);
    const saved = readFileSync(await download.path());
    expect(saved.subarray(1, 4).toString()).toBe('PNG');
    expect(workbench.page.url()).not.toContain('/media');
  });
});
