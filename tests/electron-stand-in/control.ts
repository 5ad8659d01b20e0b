import { app } from './app.ts';
import { debuggingAddress } from './browser.ts';
import { stoppable } from './covered.ts';
import { answerBoxes, keychain, powerMonitor } from './doubles.ts';
import { itemForKeys, itemOfOpenMenu } from './menu.ts';
import { record, recorded, recordsSoFar } from './record.ts';
import { loads, openContents, type WebContents } from './web-contents.ts';
import { clickTray, itemOfTray, pressNotice } from './tray-and-notices.ts';
import { BaseWindow, BrowserWindow, type WebContentsView } from './windows.ts';

/** What a test, as the person or the system, does to the program; each is answered under its id. */
export type Deed =
  | { readonly do: 'closeWindow' }
  | { readonly do: 'crash' }
  | { readonly do: 'hang' }
  | { readonly do: 'recover' }
  | { readonly do: 'press'; readonly keys: string }
  | { readonly do: 'choose'; readonly label: string }
  | { readonly do: 'power'; readonly event: string }
  | { readonly do: 'activate' }
  | { readonly do: 'answer'; readonly button: number }
  | { readonly do: 'askCertificate' }
  /** Whoever asks for a password: a proxy, or else a site. Answers what it was given. */
  | { readonly do: 'askPassword'; readonly host: string; readonly isProxy: boolean }
  | { readonly do: 'failNextLoad' }
  | { readonly do: 'endSession' }
  | { readonly do: 'startAgain'; readonly words: readonly string[] }
  /** To the page beside the conversation; answers whether the app took it away from it. */
  | { readonly do: 'pressInPage'; readonly key: string; readonly held: readonly string[] }
  | { readonly do: 'unlockKeychain' }
  /** A video of that page fills the screen, or no longer. */
  | { readonly do: 'fillScreen'; readonly fills: boolean }
  | { readonly do: 'blur' }
  | { readonly do: 'clickTray'; readonly event: 'click' | 'double-click' }
  | { readonly do: 'chooseInTray'; readonly label: string }
  | { readonly do: 'pressNotice'; readonly what: 'click' | 'dismiss' }
  | { readonly do: 'openUrl'; readonly url: string }
  | { readonly do: 'endGraphics' }
  | { readonly do: 'look' };

const mainWindow = (): BrowserWindow | undefined =>
  [...app.windows].find((window) => window instanceof BrowserWindow);

const ofRole = (role: string): void => {
  record('role', role);
  const window = mainWindow();
  if (role === 'close') window?.close();
  else if (role === 'quit') app.quit();
  else if (role === 'reload' || role === 'forceReload') window?.webContents.reload();
};

const choose = (item: ReturnType<typeof itemForKeys>): boolean => {
  if (item === undefined || item.enabled === false) return false;
  if (item.role !== undefined) ofRole(item.role);
  else item.click?.({} as never, undefined, {});
  return true;
};

/** What a site that asks for a certificate of this machine gets; the first one where nobody minds. */
const askCertificate = (): object => {
  const event = stoppable({});
  let given: unknown = 'nothing';
  app.emit('select-client-certificate', event, {}, 'https://x/', [], (certificate: unknown) => {
    given = certificate ?? 'nothing';
  });
  return { given: event.defaultPrevented ? given : 'the first' };
};

/** What a proxy or a site that asks for a password gets; Chromium's own box where nobody minds. */
const askPassword = (host: string, isProxy: boolean): object => {
  const event = stoppable({});
  let given: readonly unknown[] = [];
  const info = { isProxy, scheme: 'basic', host, port: 3128, realm: '' };
  const answer = (...words: readonly unknown[]): void => void (given = words);
  app.emit('login', event, pageBeside() ?? mainWindow()?.webContents, {}, info, answer);
  return { given: event.defaultPrevented ? given : 'a box' };
};

const look = async (): Promise<object> => ({
  records: recordsSoFar(),
  switches: app.switches,
  contents: openContents(),
  windows: [...app.windows]
    .filter((window) => window instanceof BaseWindow)
    .map((window) => ({
      kind: window.constructor.name,
      isVisible: window.isVisible(),
      views: window.contentView.children.map((view) => {
        const { bounds, isHidden } = view as unknown as WebContentsView;
        return isHidden ? { ...bounds, isHidden } : bounds;
      }),
    })),
  devtools: await debuggingAddress(),
});

const pageBeside = (): WebContents | undefined =>
  (mainWindow()?.contentView.children[0] as unknown as WebContentsView | undefined)?.webContents;

const pressInPage = (key: string, held: readonly string[]): boolean => {
  const event = stoppable({});
  const [control, meta, alt, shift] = ['control', 'meta', 'alt', 'shift'].map((name) =>
    held.includes(name),
  );
  const input = { type: 'keyDown', key, isComposing: false, control, meta, alt, shift };
  pageBeside()?.emit('before-input-event', event, input);
  return event.defaultPrevented;
};

const obey = (deed: Deed): unknown => {
  switch (deed.do) {
    case 'closeWindow':
      return mainWindow()?.close();
    case 'crash':
      return mainWindow()?.webContents.forcefullyCrashRenderer();
    case 'hang':
      return mainWindow()?.webContents.emit('unresponsive');
    case 'recover':
      return mainWindow()?.webContents.emit('responsive');
    case 'press':
      return choose(itemForKeys(deed.keys));
    case 'choose':
      return choose(itemOfOpenMenu(deed.label));
    case 'power':
      return powerMonitor.emit(deed.event);
    case 'activate':
      return app.emit('activate', {}, mainWindow() !== undefined);
    case 'answer':
      return answerBoxes(deed.button);
    case 'askCertificate':
      return askCertificate();
    case 'askPassword':
      return askPassword(deed.host, deed.isProxy);
    case 'failNextLoad':
      return (loads.failNext = true);
    case 'startAgain':
      return app.emit('second-instance', {}, [], '', { words: deed.words });
    case 'endSession':
      return mainWindow()?.emit('session-end');
    case 'pressInPage':
      return pressInPage(deed.key, deed.held);
    case 'unlockKeychain':
      return (keychain.isLocked = false);
    case 'fillScreen':
      return pageBeside()?.emit(`${deed.fills ? 'enter' : 'leave'}-html-full-screen`);
    case 'blur':
      return mainWindow()?.blur();
    case 'clickTray':
      return clickTray(deed.event);
    case 'chooseInTray':
      return choose(itemOfTray(deed.label));
    case 'pressNotice':
      return pressNotice(deed.what);
    case 'openUrl':
      return app.emit('open-url', stoppable({}), deed.url);
    case 'endGraphics':
      return app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 5 });
    case 'look':
      return look();
  }
};

/** The line to the test that started the program. */
export const openControl = (): void => {
  if (process.send === undefined) return;
  const send = (message: object): void => void process.send?.(message);
  process.on('message', (message: { readonly id: number; readonly deed: Deed }) => {
    void Promise.resolve(obey(message.deed)).then(
      (value) => send({ id: message.id, value: value ?? null }),
      (error: unknown) => send({ id: message.id, error: String(error) }),
    );
  });
  recorded.on('record', (entry) => send({ record: entry }));
  // A test that is gone leaves no program behind.
  process.on('disconnect', () => app.exit(0));
  // A line to the test alone keeps no program alive.
  process.channel?.unref();
  void app.whenReady().then(() => send({ ready: true }));
};
