import { app } from './app.ts';
import { debuggingAddress } from './browser.ts';
import { stoppable } from './covered.ts';
import { answerBoxes, powerMonitor } from './doubles.ts';
import { itemForKeys, itemOfOpenMenu } from './menu.ts';
import { record, recorded, recordsSoFar } from './record.ts';
import { loads, openContents } from './web-contents.ts';
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
  | { readonly do: 'failNextLoad' }
  | { readonly do: 'endSession' }
  | { readonly do: 'startAgain'; readonly words: readonly string[] }
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

const look = async (): Promise<object> => ({
  records: recordsSoFar(),
  switches: app.switches,
  contents: openContents(),
  windows: [...app.windows]
    .filter((window) => window instanceof BaseWindow)
    .map((window) => ({
      kind: window.constructor.name,
      isVisible: window.isVisible(),
      views: window.contentView.children.map((view) => (view as unknown as WebContentsView).bounds),
    })),
  devtools: await debuggingAddress(),
});

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
    case 'failNextLoad':
      return (loads.failNext = true);
    case 'startAgain':
      return app.emit('second-instance', {}, [], '', { words: deed.words });
    case 'endSession':
      return mainWindow()?.emit('session-end');
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
