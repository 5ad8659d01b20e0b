import { findChromium } from '../../electron/web/chromium/find-chromium.ts';
import { CdpConnection } from '../../electron/web/chromium/cdp-connection.ts';
import { startChromium } from '../../electron/web/chromium/chromium-process.ts';
import { quietLog } from '../../electron/platforms/testing/parts.ts';

const LOOK_AGAIN_MS = 50;
const PATIENCE_MS = 30_000;

/**
 * A page that nobody watches: a test driver hears of every request and every frame of a socket, which the page then pays for.
 * Here nothing is enabled; the page is asked by single evaluations.
 */
export class QuietPage {
  readonly #connection: CdpConnection;
  readonly #sessionId: string;
  readonly #targetId: string;

  private constructor(connection: CdpConnection, targetId: string, sessionId: string) {
    this.#connection = connection;
    this.#targetId = targetId;
    this.#sessionId = sessionId;
  }

  static async open(connection: CdpConnection, url: string): Promise<QuietPage> {
    const page = await QuietPage.openEmpty(connection);
    await page.go(url);
    return page;
  }

  /** A tab that waits, as a browser has one that runs already. */
  static async openEmpty(connection: CdpConnection): Promise<QuietPage> {
    const { targetId } = await connection.send<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width: 1280,
      height: 800,
    });
    const { sessionId } = await connection.send<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    });
    return new QuietPage(connection, targetId, sessionId);
  }

  /** Answers once the page has begun: before that there is nothing to evaluate in. `before` runs in it before anything of its own. */
  async go(url: string, before: (() => void) | null = null): Promise<void> {
    if (before !== null) {
      await this.#connection.send('Page.enable', {}, this.#sessionId);
      const source = `(${before.toString()})()`;
      await this.#connection.send(
        'Page.addScriptToEvaluateOnNewDocument',
        { source },
        this.#sessionId,
      );
    }
    await this.#connection.send('Page.navigate', { url }, this.#sessionId);
  }

  /** `run` stands by its source text alone; its answer is JSON. */
  async evaluate<Given, Answer>(
    run: (given: Given) => Answer | Promise<Answer>,
    given: Given,
  ): Promise<Answer> {
    const { result, exceptionDetails } = await this.#connection.send<{
      result: { value: Answer };
      exceptionDetails?: { text: string };
    }>(
      'Runtime.evaluate',
      {
        expression: `(${run.toString()})(${JSON.stringify(given)})`,
        returnByValue: true,
        awaitPromise: true,
      },
      this.#sessionId,
    );
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    return result.value;
  }

  /** Until `is` answers true; rejects after `patienceMs`. */
  async until<Given>(
    is: (given: Given) => boolean | Promise<boolean>,
    given: Given,
    patienceMs = PATIENCE_MS,
  ): Promise<void> {
    const giveUpAt = Date.now() + patienceMs;
    while (!(await this.evaluate(is, given))) {
      if (Date.now() > giveUpAt) throw new Error(`not within ${patienceMs} ms: ${is.toString()}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  }

  /** A key as a person presses it, into what has the focus. */
  async press(key: string): Promise<void> {
    const down = { type: 'keyDown', key, text: key };
    await this.#connection.send('Input.dispatchKeyEvent', down, this.#sessionId);
    await this.#connection.send('Input.dispatchKeyEvent', { type: 'keyUp', key }, this.#sessionId);
  }

  /** Of the page's objects, when what nobody holds any more is gone. */
  async heapBytes(): Promise<number> {
    await this.#connection.send('HeapProfiler.collectGarbage', {}, this.#sessionId);
    const { usedSize } = await this.#connection.send<{ usedSize: number }>(
      'Runtime.getHeapUsage',
      {},
      this.#sessionId,
    );
    return usedSize;
  }

  async close(): Promise<void> {
    await this.#connection.send('Target.closeTarget', { targetId: this.#targetId });
  }
}

/** Starts a browser for quiet pages, hands its connection over, and ends it. */
export const withQuietBrowser = async <Value>(
  dataDirectory: string,
  run: (connection: CdpConnection) => Promise<Value>,
): Promise<Value> => {
  const executable = await findChromium();
  if (executable === null)
    throw new Error('no Chromium on this machine: name one in DUODIAN_CHROMIUM');
  const process = await startChromium({ executable, dataDirectory, headless: true, log: quietLog });
  const connection = new CdpConnection(process.line);
  try {
    return await run(connection);
  } finally {
    connection.close();
    await process.stop();
  }
};
