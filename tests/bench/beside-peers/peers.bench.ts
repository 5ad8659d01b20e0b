import { access } from 'node:fs/promises';
import path from 'node:path';
import { runProgram, runTool } from '../../../build/run-tool.ts';
import type { CdpConnection } from '../../../electron/web/chromium/cdp-connection.ts';
import { temporaryFolder } from '../../e2e/programs.ts';
import { servePages } from '../../screens/serve-harness.ts';
import { figure, percentile, type TellFigure } from '../figure.ts';
import { QuietPage, withQuietBrowser } from '../quiet-page.ts';
import { appendAll, appendUnseen, isReady, loadOlder, openTalk } from './probes.ts';
import { LONG, markOf, TALKS } from './said.ts';

/**
 * Our app beside open chat lists, in one run and one browser, each over conversations of ten thousand messages: opening one
 * (from the click to the frame that shows its newest message; the median of eight, a short one is open in between), a
 * message more in it (p95 of a hundred), and the heap after a collection.
 *
 * Ours is the whole app over a host in the page; it loads the newest 60 messages and older ones as one scrolls. `…AllLoaded`
 * is therefore ours after it was scrolled up to the first message: then it holds as many as the peer, and a new message is
 * counted under the log instead of shown, because the agent reads elsewhere. The peers hold all messages from the start and
 * show a list of conversations and one of messages, nothing else. `heapAdded` is what the long conversation adds to the page.
 *
 * The peers: `chatscope` is @chatscope/chat-ui-kit-react as its README and storybook build a chat, `virtuoso` is react-virtuoso
 * with plain bubbles, the least that is possible. stream-chat-react is not here: its licence allows it to customers of its
 * maker alone, and forbids it to be loaded by others.
 */
const OURS = path.join(import.meta.dirname, 'ours');
const THEIRS = path.join(import.meta.dirname, '../peers');
const APPENDS = 100;
/** A slow page must answer within the browser's patience for one question. */
const AT_ONCE = 10;
const LOAD_PATIENCE_MS = 300_000;
const MIB = 1024 * 1024;
const PEERS = ['chatscope', 'virtuoso'] as const;

type Cost = {
  readonly open: number;
  readonly append: number;
  readonly heap: number;
  readonly heapAdded: number;
};

/** What the peers' pages are made of is no part of the project's own packages. */
const ensurePeers = async (): Promise<void> => {
  const isThere = await access(path.join(THEIRS, 'node_modules')).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    console.error(
      `Installing the peers into ${path.relative(process.cwd(), THEIRS)}/node_modules…`,
    );
    const words = ['ci', '--prefix', THEIRS, '--ignore-scripts', '--no-audit', '--no-fund'];
    // The npm that runs this script, where one does.
    const npm = process.env['npm_execpath'];
    const { code, output } = await (npm === undefined
      ? runProgram('npm', words, { quiet: true })
      : runProgram(process.execPath, [npm, ...words], { quiet: true }));
    if (code !== 0) throw new Error(`the peers could not be installed: ${output}`);
  }
  const { code, output } = await runTool('tsc', ['-p', THEIRS, '--noEmit'], {
    quiet: true,
  });
  if (code !== 0) throw new Error(`the pages of the peers do not compile: ${output}`);
};

/** The marks of the messages that are written while the last long conversation is open. */
const newMarks = Array.from({ length: APPENDS }, (_, added) => markOf(TALKS, LONG + added));

const openLong = (page: QuietPage, talk: number): Promise<number> =>
  page.evaluate(openTalk, { talk, mark: markOf(talk, LONG - 1) });
const openShort = (page: QuietPage): Promise<number> =>
  page.evaluate(openTalk, { talk: 0, mark: markOf(0, 2) });

/** Leaves the last long conversation open. */
const measure = async (page: QuietPage): Promise<Cost> => {
  await page.until(isReady, undefined);
  const opens: number[] = [];
  let before = 0;
  // Each once: what was open before may be kept.
  for (let talk = 1; talk <= TALKS; talk += 1) {
    await openShort(page);
    if (talk === TALKS) before = await page.heapBytes();
    opens.push(await openLong(page, talk));
  }
  const heap = await page.heapBytes();
  const appends: number[] = [];
  for (let from = 0; from < APPENDS; from += AT_ONCE) {
    appends.push(...(await page.evaluate(appendAll, newMarks.slice(from, from + AT_ONCE))));
  }
  return {
    open: percentile(opens, 0.5),
    append: percentile(appends, 0.95),
    heap: heap / MIB,
    heapAdded: (heap - before) / MIB,
  };
};

type Loaded = { readonly append: number; readonly heap: number };

/** Of our page, when all ten thousand messages were scrolled into it. */
const measureAllLoaded = async (page: QuietPage): Promise<Loaded> => {
  await page.until(loadOlder, markOf(TALKS, 0), LOAD_PATIENCE_MS);
  const heap = (await page.heapBytes()) / MIB;
  return { heap, append: percentile(await page.evaluate(appendUnseen, APPENDS), 0.95) };
};

const withPage = async <Value>(
  browser: CdpConnection,
  url: string,
  run: (page: QuietPage) => Promise<Value>,
): Promise<Value> => {
  const page = await QuietPage.open(browser, url);
  try {
    return await run(page);
  } finally {
    await page.close();
  }
};

const tellBeside = (tell: TellFigure, peer: string, ours: Cost, loaded: Loaded, theirs: Cost) => {
  const one = (name: string, value: number, unit: string, reference: number): void =>
    tell(figure(`peers.${peer}.${name}`, value, unit, reference));
  one('open', ours.open, 'ms, median', theirs.open);
  one('append', ours.append, 'ms p95', theirs.append);
  one('appendAllLoaded', loaded.append, 'ms p95, ours away from the end', theirs.append);
  one('heap', ours.heap, 'MiB heap, page', theirs.heap);
  one('heapAllLoaded', loaded.heap, 'MiB heap, page', theirs.heap);
  one('heapAdded', ours.heapAdded, 'MiB heap, of the conversation', theirs.heapAdded);
};

export const run = async (tell: TellFigure): Promise<void> => {
  await ensurePeers();
  console.error('peers: stream-chat-react is left out, its licence is for its maker’s customers');
  const ourPages = await servePages(OURS);
  const theirPages = await servePages(
    THEIRS,
    PEERS.map((peer) => `${peer}.html`),
  );
  const { folder, remove } = await temporaryFolder();
  try {
    await withQuietBrowser(folder, async (browser) => {
      const [ours, loaded] = await withPage(
        browser,
        ourPages.url,
        async (page) => [await measure(page), await measureAllLoaded(page)] as const,
      );
      for (const peer of PEERS) {
        const theirs = await withPage(browser, `${theirPages.url}${peer}.html`, measure);
        tellBeside(tell, peer, ours, loaded, theirs);
      }
    });
  } finally {
    ourPages.close();
    theirPages.close();
    await remove();
  }
};
