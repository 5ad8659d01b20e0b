import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { startApp, temporaryFolder } from '../e2e/programs.ts';
import { SpecGateway } from '../e2e/spec-gateway.ts';
import type { CdpConnection } from '../../electron/web/chromium/cdp-connection.ts';
import { figure, percentile, type TellFigure } from './figure.ts';
import { QuietPage, withQuietBrowser } from './quiet-page.ts';

/**
 * From a frame written to the gateway's socket to its bubble painted in Chromium, at 200 messages a second into the
 * open conversation. The reference is a bare page that appends a line of text for each frame of its own WebSocket and
 * keeps the last hundred.
 */
const PER_SECOND = 200;
const SECONDS = 15;
/** The first second is not counted: code is being compiled then, in both pages. */
const WARM_UP = PER_SECOND;
const TOTAL = PER_SECOND * SECONDS + WARM_UP;
const SHOP = '93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31';
const BUYER = 'bench_buyer';

type Seen = { readonly painted: readonly (number | null)[]; readonly longTasks: number };

/** Runs in the page: from now on, notes when the mark `⟦n⟧` of a message in the timeline was first painted. */
const watchPaint = (total: number): void => {
  const painted: (number | null)[] = Array.from({ length: total }, () => null);
  const state = { painted, longTasks: 0 };
  Object.assign(globalThis, { paintBench: state });
  let inFrame: number[] = [];
  let isFrame = false;
  const afterPaint = new MessageChannel();
  afterPaint.port1.addEventListener('message', () => {
    const at = performance.timeOrigin + performance.now();
    isFrame = false;
    for (const index of inFrame) painted[index] ??= at;
    inFrame = [];
  });
  afterPaint.port1.start();
  const nextFrame = globalThis.requestAnimationFrame.bind(globalThis);
  // A page may change its document in the frame itself, which then shows the change.
  globalThis.requestAnimationFrame = (run) =>
    nextFrame((time) => {
      if (!isFrame) afterPaint.port2.postMessage(null);
      isFrame = true;
      run(time);
    });
  let waiting: number[] = [];
  const show = (): void => {
    inFrame.push(...waiting);
    waiting = [];
  };
  const timeline = document.querySelector('[role=log], #bare');
  if (timeline === null) throw new Error('no timeline to watch');
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        for (const [, digits] of (node.textContent ?? '').matchAll(/⟦(\d+)⟧/gu)) {
          if (painted[Number(digits)] === null) waiting.push(Number(digits));
        }
      }
    }
    if (waiting.length === 0) return;
    if (isFrame) show();
    else requestAnimationFrame(show);
  }).observe(timeline, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    state.longTasks += list.getEntries().length;
  }).observe({ entryTypes: ['longtask'] });
};

/** Calls `send` with 0, 1, … at an even pace; answers when each was called, in epoch milliseconds. */
const pace = async (send: (index: number) => void): Promise<readonly number[]> => {
  const sentAt: number[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < TOTAL; index += 1) {
    const due = startedAt + (index * 1000) / PER_SECOND;
    const early = due - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    sentAt.push(performance.timeOrigin + performance.now());
    send(index);
  }
  return sentAt;
};

const collect = async (page: QuietPage): Promise<Seen> => {
  await page
    .until(
      (last) => (globalThis as unknown as { paintBench: Seen }).paintBench.painted[last] !== null,
      TOTAL - 1,
    )
    .catch(() => null);
  return page.evaluate(() => (globalThis as unknown as { paintBench: Seen }).paintBench, null);
};

type Outcome = {
  readonly p50: number;
  readonly p99: number;
  readonly longTasks: number;
  readonly unseen: number;
};

const judge = (sentAt: readonly number[], { painted, longTasks }: Seen): Outcome => {
  const delays = painted.flatMap((at, index) =>
    at === null || index < WARM_UP ? [] : [at - (sentAt[index] ?? at)],
  );
  return {
    p50: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
    longTasks,
    unseen: TOTAL - WARM_UP - delays.length,
  };
};

/** The least that a page can do with a frame. */
const measureBarePage = async (browser: CdpConnection): Promise<Outcome> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><div id="bare" style="height:600px;overflow:auto"></div><script>
      const box = document.getElementById('bare');
      new WebSocket('ws://' + location.host).onmessage = ({ data }) => {
        const line = document.createElement('p');
        line.textContent = JSON.parse(data).content;
        box.append(line);
        if (box.childElementCount > 100) box.firstElementChild.remove();
        box.scrollTop = box.scrollHeight;
      };
    </script>`);
  });
  const sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connected = new Promise<void>((resolve) => sockets.once('connection', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const page = await QuietPage.open(browser, `http://127.0.0.1:${port}/`);
  await connected;
  await page.evaluate(watchPaint, TOTAL);
  const [socket] = sockets.clients;
  const sentAt = await pace((index) => socket?.send(JSON.stringify(reply(index))));
  const outcome = judge(sentAt, await collect(page));
  await page.close();
  sockets.close();
  server.closeAllConnections();
  server.close();
  return outcome;
};

const reply = (index: number): object => ({
  type: 'message',
  content: `⟦${index}⟧ 亲,您的订单预计今天 17 点前发出`,
  msg_type: 'text',
  receiver: { id: BUYER },
  store_id: SHOP,
});

const measureWorkbench = async (browser: CdpConnection): Promise<Outcome> => {
  const gateway = await SpecGateway.start('bench');
  const { folder, remove } = await temporaryFolder();
  const app = await startApp({ data: folder, gateway: gateway.address, token: 'bench' });
  try {
    const page = await QuietPage.open(browser, app.ready.url);
    const shows = (text: string): boolean =>
      document.querySelector('body')?.textContent.includes(text) ?? false;
    await page.until(shows, '已连接');
    gateway.send({ ...reply(0), content: '您好' });
    await page.until((buyer) => {
      const row = document.querySelector<HTMLElement>(`[role=option][data-buyer="${buyer}"]`);
      row?.click();
      return row !== null;
    }, BUYER);
    await page.until((role) => document.querySelector(`[role=log] ${role}`) !== null, 'article');
    await page.evaluate(watchPaint, TOTAL);
    const sentAt = await pace((index) => gateway.send(reply(index)));
    return judge(sentAt, await collect(page));
  } finally {
    await app.stop();
    await gateway.close();
    await remove();
  }
};

export const run = async (tell: TellFigure): Promise<void> => {
  const { folder, remove } = await temporaryFolder();
  const [bare, ours] = await withQuietBrowser(
    folder,
    async (browser) => [await measureBarePage(browser), await measureWorkbench(browser)] as const,
  );
  await remove();
  tell(figure('paint.p50', ours.p50, 'ms', bare.p50));
  tell(figure('paint.p99', ours.p99, 'ms', bare.p99));
  tell(figure('paint.longTasks', ours.longTasks, 'tasks over 50 ms', Math.max(1, bare.longTasks)));
  tell(figure('paint.unseen', ours.unseen, 'messages never painted', TOTAL));
};
