import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { WebSocket } from 'ws';
import { findChromium } from '../../electron/web/chromium/find-chromium.ts';
import { eventually } from './eventually.ts';

/**
 * The app speaks to its Chromium over a pipe that nobody else can reach. This program starts the same Chromium with a
 * DevTools port beside it, so that a test can sit down at the real page as a person does.
 */
export const writeChromiumWithPort = async (folder: string): Promise<string> => {
  const executable = await findChromium();
  if (executable === null) throw new Error('no Chromium on this machine');
  const program = path.join(folder, 'chromium-with-port');
  await writeFile(program, `#!/bin/sh\nexec '${executable}' --remote-debugging-port=0 "$@"\n`);
  await chmod(program, 0o700);
  return program;
};

type Target = {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
};

/** The port of the browser that the app on this data directory started. */
export const portOf = (data: string): Promise<string> =>
  eventually(async () => {
    const root = path.join(data, 'chromium');
    const [run] = await readdir(root);
    const [port] = (await readFile(path.join(root, run ?? '', 'DevToolsActivePort'), 'utf8')).split(
      '\n',
    );
    if (port === undefined || port === '') throw new Error('no port yet');
    return port;
  });

/** One real page of the app's browser, at which a person may sit. */
export class RealPage {
  readonly #socket: WebSocket;
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** The page whose address matches, once there is one. */
  static async find(data: string, address: RegExp): Promise<RealPage> {
    const port = await portOf(data);
    return eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
      const targets = (await answer.json()) as readonly Target[];
      const target = targets.find(({ type, url }) => type === 'page' && address.test(url));
      if (target === undefined)
        throw new Error(`no such page among ${targets.map(({ url }) => url).join(', ')}`);
      const socket = new WebSocket(target.webSocketDebuggerUrl);
      await new Promise((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      return new RealPage(socket);
    });
  }

  send<Answer>(method: string, parameters: object = {}): Promise<Answer> {
    const id = (this.#count += 1);
    return new Promise((resolve, reject) => {
      const hear = (bytes: Buffer): void => {
        const answer = JSON.parse(bytes.toString('utf8')) as {
          id?: number;
          result?: Answer;
          error?: { message: string };
        };
        if (answer.id !== id) return;
        this.#socket.off('message', hear);
        if (answer.error) reject(new Error(answer.error.message));
        else resolve(answer.result as Answer);
      };
      this.#socket.on('message', hear);
      this.#socket.send(JSON.stringify({ id, method, params: parameters }));
    });
  }

  async windowState(): Promise<string> {
    const { bounds } = await this.send<{ bounds: { windowState: string } }>(
      'Browser.getWindowForTarget',
    );
    return bounds.windowState;
  }

  async evaluate<Value>(expression: string): Promise<Value> {
    const { result } = await this.send<{ result: { value: Value } }>('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    return result.value;
  }

  /** A click of the mouse in the middle of an element; the browser takes it for a person's. */
  async click(selector: string): Promise<void> {
    const at = await eventually(async () => {
      const found = await this.evaluate<{ x: number; y: number } | null>(
        `(() => { const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
          return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : null; })()`,
      );
      if (found === null) throw new Error(`no ${selector}`);
      return found;
    });
    for (const type of ['mousePressed', 'mouseReleased'])
      await this.send('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 });
  }

  close(): void {
    this.#socket.close();
  }
}
