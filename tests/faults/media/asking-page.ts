import { parentPort } from 'node:worker_threads';

/**
 * A page that asks for pictures, in a thread of its own: pictures of a hostile source at once, and while they come an innocent one
 * now and then, whose wait is measured.
 */
export type Asked = {
  readonly origin: string;
  readonly base: string;
  readonly mediaKey: string;
  readonly how: string;
  readonly hostile: number;
  readonly innocent: number;
};
/** How long each innocent picture took to be whole, in ms; null for one that did not come. */
export type Waited = readonly (number | null)[];

/** As the browser of a Mac, which may name the address itself. */
const headers = {
  'user-agent':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
};
const GIVEN_UP_MS = 5_000;
let round = 0;

const ask = async (asked: Asked): Promise<Waited> => {
  round += 1;
  const { origin, base, mediaKey } = asked;
  const load = async (path: string, signal: AbortSignal): Promise<boolean> => {
    const address = encodeURIComponent(`${base}/hostile/${path}`);
    const answer = await fetch(`${origin}/media?u=${address}&k=${mediaKey}`, { headers, signal });
    return (await answer.arrayBuffer()).byteLength > 0 && answer.status === 200;
  };
  const away = new AbortController();
  for (let number = 0; number < asked.hostile; number += 1) {
    void load(`${asked.how}/${round}-${number}`, away.signal).catch(() => {});
  }
  const waited: (number | null)[] = [];
  for (let number = 0; number < asked.innocent; number += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20 + number * 15));
    const from = performance.now();
    const isWhole = await load(`good/${round}-${number}`, AbortSignal.timeout(GIVEN_UP_MS)).catch(
      () => false,
    );
    waited.push(isWhole ? performance.now() - from : null);
  }
  away.abort();
  return waited;
};

parentPort?.on('message', (asked: Asked) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  void ask(asked).then((waited) => parentPort?.postMessage(waited));
});
