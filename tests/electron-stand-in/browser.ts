import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CdpConnection, type CdpLine } from '../../electron/web/chromium/cdp-connection.ts';
import {
  type ChromiumProcess,
  startChromium,
} from '../../electron/web/chromium/chromium-process.ts';
import { portOf, writeChromiumWithPort } from '../e2e/pages-browser.ts';

/** What an event tells; whoever reads it names the shape that the protocol documents. */
type Told = object;
type Hear = (method: string, told: Told, sessionId: string) => void;

const hearers = new Map<string, Hear>();

/** Every event of one session, and of those that are made in it: a frame of another process belongs to its page. */
export const hearSession = (sessionId: string, hear: Hear): void =>
  void hearers.set(sessionId, hear);

const pass = (text: string): void => {
  const message = JSON.parse(text) as {
    readonly method?: string;
    readonly params?: { readonly sessionId?: string };
    readonly sessionId?: string;
  };
  const { method, params = {}, sessionId = '' } = message;
  const hear = method === undefined ? undefined : hearers.get(sessionId);
  if (method === undefined || hear === undefined) return;
  if (method === 'Target.attachedToTarget') hearers.set(params.sessionId ?? '', hear);
  hear(method, params, sessionId);
};

/** The connection of the browser host hears single events; the debugger of Electron tells all. */
const tapped = (line: CdpLine): CdpLine => ({
  send: (text) => line.send(text),
  onMessage: (listener) =>
    line.onMessage((text) => {
      listener(text);
      pass(text);
    }),
  onEnd: (listener) => line.onEnd(listener),
  close: () => line.close(),
});

type Browser = {
  readonly process: ChromiumProcess;
  readonly connection: CdpConnection;
  readonly folder: string;
};

const SILENT = { info: () => undefined, warn: () => undefined };
let running: Promise<Browser> | null = null;

const start = async (userData: string): Promise<Browser> => {
  const folder = path.join(userData, 'stand-in');
  await mkdir(folder, { recursive: true });
  const executable = await writeChromiumWithPort(folder);
  const options = { executable, dataDirectory: folder, headless: true, log: SILENT };
  const process_ = await startChromium(options);
  const connection = new CdpConnection(tapped(process_.line));
  await connection.send('Target.setDiscoverTargets', { discover: true });
  return { process: process_, connection, folder };
};

/** The browser below the app; it starts when the app becomes ready, in the folder that the app has named by then. */
export const startBrowser = async (userData: string): Promise<void> => {
  running ??= start(userData);
  await running;
};

const browser = (): Promise<Browser> =>
  running ?? Promise.reject(new Error('not before the app is ready'));

export const cdp = async <Answer = unknown>(
  method: string,
  parameters: object = {},
  sessionId?: string,
): Promise<Answer> =>
  (await browser()).connection.send<Answer>(method, { ...parameters }, sessionId);

/** Hears one event of the browser itself. */
export const hearBrowser = async (
  event: string,
  listener: (told: Told) => void,
): Promise<() => void> =>
  (await browser()).connection.on(event, undefined, (told) => listener(told as Told));

export const endBrowser = async (): Promise<void> => {
  await (await running)?.process.stop();
};

/** Where a test connects to look at the pages. */
export const debuggingAddress = async (): Promise<string> =>
  `http://127.0.0.1:${await portOf((await browser()).folder)}`;
