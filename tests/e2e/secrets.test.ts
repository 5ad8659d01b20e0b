import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordFigure } from '../faults/figures.ts';
import { Canaries } from './canaries.ts';
import { eventually } from './eventually.ts';
import {
  type App,
  type SandboxProgram,
  startApp,
  startSandbox,
  temporaryFolder,
} from './programs.ts';
import { SandboxControl } from './sandbox-control.ts';
import { launchBrowser } from '../launch-browser.ts';
import { WorkbenchPage } from './workbench-page.ts';

/**
 * SE6: one run of the program in which every secret comes in by every way there is, some of them wrongly, and then a
 * search of every place that somebody else might read.
 */
const SHOP = '密语小店';
const BUYER = { pin: 'pin_of_the_buyer_01', name: '从不泄密的买家', words: '我的地址是梧桐路九号' };

const random = (): string => randomBytes(12).toString('hex');
/** With letters that every spelling writes in another way. */
const tokenNamed = (name: string): string => `canary "${name}"/+ä令 ${random()}`;
const TOKEN = tokenNamed('good');
const TOKEN_OF_START = tokenNamed('start');
const TOKEN_TYPED_WRONG = tokenNamed('typed');
const cookieNamed = (name: string): string =>
  `sessionid=${random()}${name}; sid_guard=${random()}|1790000000|5184000==; ttwid=1%7C${random()}`;

const canaries = new Canaries();
const found: string[] = [];
let searched = 0;
/** Searches one place; hits are collected, so that a failure names all of them. */
const search = (place: string, content: string | Buffer, except: readonly string[] = []): void => {
  searched += 1;
  found.push(...canaries.hitsIn(content, except).map((name) => `${place}: ${name}`));
};
const expectNoHits = (): void => {
  expect(found.splice(0)).toEqual([]);
};

type Frame = { readonly direction: 'sent' | 'received'; readonly text: string };

/** All strings of the page's JavaScript heap after a collection. */
const heapOf = async (page: WorkbenchPage): Promise<string> => {
  const session = await page.page.context().newCDPSession(page.page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  const { strings } = JSON.parse(chunks.join('')) as { readonly strings: readonly string[] };
  return strings.join('\n');
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Null for a file that the browser removed, or a socket, while we looked. */
const readIfThere = (file: string): Buffer | null => {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
};

/** Process ids with their parents, as /proc tells them. */
const processes = (): ReadonlyMap<number, number> =>
  new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/u.test(name))
      .flatMap((name) => {
        const status = readIfThere(`/proc/${name}/status`)?.toString('utf8') ?? '';
        const parent = /^PPid:\s*(\d+)/mu.exec(status)?.[1];
        return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
      }),
  );

const descendantsOf = (root: number): readonly number[] => {
  const parents = processes();
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && parent > 1 && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
};

const isLinux = process.platform === 'linux';

describe('[SE6] token and cookies are found nowhere', () => {
  const undo: (() => Promise<unknown>)[] = [];
  const frames: Frame[] = [];
  let sandbox: SandboxProgram;
  let control: SandboxControl;
  let browser: Browser;
  let app: App;
  let page: WorkbenchPage;
  let data = '';
  let shop = '';
  let exportedFile = '';
  let heapWhileTyping = '';
  let startedAt = 0;

  const typeToken = async (token: string): Promise<void> => {
    const form = page.page.getByRole('form', { name: '连接后台' });
    await form.getByRole('textbox', { name: '服务器地址' }).fill(sandbox.ready.gateway);
    await form.getByRole('textbox', { name: '令牌' }).fill(token);
  };
  const pressConnect = (): Promise<void> =>
    page.page.getByRole('button', { name: '连接', exact: true }).click();
  const isConnected = (): Promise<void> =>
    eventually(async () => {
      expect(await page.connection().textContent()).toContain('已连接');
    }, 30_000);
  const shopSays = (pattern: RegExp): Promise<void> =>
    eventually(async () => {
      const tab = page.shopTab(SHOP);
      expect(await tab.getAttribute('aria-description')).toMatch(pattern);
    }, 30_000);
  /** A push, with whatever cookie the sandbox now holds for the shop. */
  const push = async (name: string, cookie?: string): Promise<string> => {
    if (cookie !== undefined) canaries.addCookies(name, cookie);
    const pushed = await control.login(shop, cookie === undefined ? {} : { cookie });
    canaries.addCookies(name, pushed.cookie);
    return pushed.cookie;
  };

  beforeAll(async () => {
    startedAt = performance.now();
    canaries.add('the token', TOKEN);
    canaries.add('the token of the start', TOKEN_OF_START);
    canaries.add('a refused token that was typed', TOKEN_TYPED_WRONG);
    const folder = await temporaryFolder();
    undo.push(folder.remove);
    data = folder.folder;
    [sandbox, browser] = await Promise.all([
      startSandbox(['--token', TOKEN]),
      // Else a snapshot holds no more than the first 1,024 letters of a text.
      launchBrowser(['--js-flags=--heap-snapshot-string-limit=67108864']),
    ]);
    undo.push(() => sandbox.stop());
    undo.push(() => browser.close());
    control = new SandboxControl(sandbox.ready.control);
    app = await startApp({
      data,
      gateway: sandbox.ready.gateway,
      token: TOKEN_OF_START,
      platforms: sandbox.ready.platforms,
    });
    undo.push(() => app.stop());
    canaries.add('the start key', new URL(app.ready.url).hash.replace('#key=', ''));
    page = await WorkbenchPage.open(browser, app.ready.url);
    await page.page.getByText('令牌无效').first().waitFor();
    page.page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) =>
        frames.push({ direction: 'sent', text: String(payload) }),
      );
      socket.on('framereceived', ({ payload }) =>
        frames.push({ direction: 'received', text: String(payload) }),
      );
    });
    await page.page.reload();

    // Two refused tokens, then the right one.
    await page.page.getByText('令牌无效').first().waitFor();
    await typeToken(TOKEN_TYPED_WRONG);
    await pressConnect();
    await page.page.getByText('令牌无效').first().waitFor();
    await typeToken(TOKEN);
    heapWhileTyping = await heapOf(page);
    await pressConnect();
    await isConnected();

    // A cookie, a second one, one that the platform does not take, and one that it changes by itself.
    const made = await control.addShop('抖音', SHOP);
    shop = made.store_id;
    canaries.addCookies('first push', made.cookie);
    await push('first push');
    await page.shopTab(SHOP).waitFor({ timeout: 30_000 });
    await shopSays(/正常接收/u);
    await push('refused push', cookieNamed('refused'));
    await shopSays(/登录/u);
    await control.fault(shop, { kind: 'rotate' });
    await push('first push once more');
    await shopSays(/正常接收/u);
    const last = await push('rotated by the platform');
    await shopSays(/正常接收/u);

    // Frames that nobody can understand, with a cookie in every place.
    const lost = cookieNamed('malformed');
    canaries.addCookies('malformed frame', lost);
    await control.send({ type: 'connect_success', content: lost, platform_name: '抖音' });
    await control.send({ type: lost, content: lost, store_id: shop });
    await control.send({ type: 'no_such_type', [lost]: lost, data: { cookie: [lost] } });
    await control.send({ type: 'message', content: 'x', msg_type: lost, store_id: lost });
    // A back office that quotes them back, understandably and when it hangs up.
    await control.send({ type: 'error', content: `登录失败 ${last} ${TOKEN}`, store_id: shop });
    await control.gatewayFault({ kind: 'close', code: 1011, reason: TOKEN });
    await isConnected();

    await control.say(shop, BUYER.pin, {
      msg_type: 'text',
      content: BUYER.words,
      name: BUYER.name,
    });
    await page.conversation(BUYER.name).waitFor({ timeout: 30_000 });
    await page.openConversation(BUYER.name);
    await page.reply('好的,马上为您安排');

    // The pages of the shops die.
    if (isLinux) {
      for (const pid of descendantsOf(app.pid)) {
        const command = readIfThere(`/proc/${pid}/cmdline`)?.toString('utf8') ?? '';
        if (command.includes('--type=renderer')) process.kill(pid, 'SIGKILL');
      }
    }

    await page.page.getByRole('button', { name: '打开连接面板' }).click();
    await page.page.getByRole('button', { name: '查看', exact: true }).click();
    await page.page.getByRole('dialog', { name: '连接面板' }).locator('code').first().waitFor();
    await page.page.getByRole('button', { name: '导出诊断…' }).click();
    await page.page.getByRole('region', { name: '诊断内容预览' }).waitFor();
    await page.page.getByRole('button', { name: '导出', exact: true }).click();
    await page.page.getByText('已导出到').waitFor();
    exportedFile = filesBelow(path.join(data, 'diagnostics'))[0] ?? '';
  }, 180_000);
  afterAll(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });

  it('the search finds what is there: the typed token in the heap while the form is open', () => {
    expect(canaries.hitsIn(heapWhileTyping)).toContain('the token');
    expect(canaries.hitsIn(readFileSync(path.join(data, 'connection.json')))).toEqual([
      'the token',
    ]);
    expect(canaries.count).toBeGreaterThan(20);
  });

  it('not in the heap of the agent’s page, its document and its storages', async () => {
    search('heap', await heapOf(page));
    search('document', await page.page.content());
    search(
      'storages',
      await page.page.evaluate(() => {
        const values = [...document.querySelectorAll('input,textarea')].map(
          (field) => (field as HTMLInputElement).value,
        );
        return JSON.stringify([
          values,
          Object.entries(localStorage),
          Object.entries(sessionStorage),
          document.cookie,
          location.href,
        ]);
      }),
    );
    // With none of these there is nothing in them.
    expect(await page.page.evaluate(() => indexedDB.databases())).toEqual([]);
    expectNoHits();
  });

  it('not in anything that the page was told, the snapshot included', async () => {
    await page.page.reload();
    await isConnected();
    await page.conversation(BUYER.name).waitFor();
    const received = frames.filter(({ direction }) => direction === 'received');
    expect(received.some(({ text }) => text.includes('"conversations"'))).toBe(true);
    for (const { text } of received) search('told to the page', text);
    // What is typed leaves the page once, in the call that it was typed for.
    for (const { text } of frames.filter(({ direction }) => direction === 'sent')) {
      if (!text.includes('"gateway.connect"')) search('told by the page', text);
    }
    expectNoHits();
  });

  it('not in the exported bundle, which does not know the buyers either', () => {
    const text = readFileSync(exportedFile, 'utf8');
    expect(text).toContain(SHOP);
    expect(text).toContain(shop);
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\S+Z (?:info|warn) gateway\.\S+/mu);
    for (const unwanted of Object.values(BUYER)) expect(text).not.toContain(unwanted);
    search('bundle', text);
    expectNoHits();
  });

  it('not in any file of the data directory while the program runs', () => {
    const files = filesBelow(data);
    for (const wanted of [
      'duodian.sqlite',
      'duodian.sqlite-wal',
      'duodian.log',
      '.session',
      'Local State',
    ])
      expect(files.some((file) => file.endsWith(wanted))).toBe(true);
    for (const file of files) {
      const bytes = readIfThere(file);
      const isTokenFile = path.basename(file) === 'connection.json';
      if (bytes !== null) search(path.relative(data, file), bytes, isTokenFile ? [TOKEN] : []);
    }
    expectNoHits();
  });

  it('the files that hold secrets are their owner’s alone', () => {
    const modeOf = (file: string): number => statSync(file).mode & 0o777;
    expect(modeOf(path.join(data, 'connection.json'))).toBe(0o600);
    for (const file of filesBelow(path.join(data, 'sessions'))) expect(modeOf(file)).toBe(0o600);
    for (const file of filesBelow(path.join(data, 'logs'))) expect(modeOf(file)).toBe(0o600);
    expect(modeOf(exportedFile)).toBe(0o600);
  });

  it.skipIf(!isLinux)(
    'not on any command line, nor in the environment of a child (reads /proc: Linux only)',
    () => {
      for (const pid of processes().keys()) {
        // The sandbox of this very test is given its token that way.
        const except = pid === sandbox.pid ? [TOKEN] : [];
        search(`command line of ${pid}`, readIfThere(`/proc/${pid}/cmdline`) ?? '', except);
      }
      const children = descendantsOf(app.pid);
      expect(children.length).toBeGreaterThan(1);
      for (const pid of children) {
        search(`environment of ${pid}`, readIfThere(`/proc/${pid}/environ`) ?? '');
      }
      expectNoHits();
    },
  );

  it('not on stderr, and not in what is left after the end', async () => {
    expect(await app.stop()).toBe(0);
    search('stderr', app.stderr());
    for (const file of filesBelow(data)) {
      const isTokenFile = path.basename(file) === 'connection.json';
      search(path.relative(data, file), readFileSync(file), isTokenFile ? [TOKEN] : []);
    }
    expect(filesBelow(path.join(data, 'chromium'))).toEqual([]);
    expectNoHits();
    recordFigure({
      promise: 'secrets',
      target: '0 canary hits',
      reached: `0 canary hits: ${canaries.count} secrets in ${canaries.spellings} spellings, ${searched} places, ${Math.round((performance.now() - startedAt) / 1_000)} s`,
    });
  });
});
