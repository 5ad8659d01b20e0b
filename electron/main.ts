import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, powerMonitor, session, shell, type WebContents } from 'electron';
import { openHostLog } from './diagnostics/host-log.ts';
import { isFromOwnPage, registerAppScheme, serveAppScheme } from './desktop/app-scheme.ts';
import { isFirstStart } from './desktop/app-life.ts';
import { splitLink } from './desktop/app-link.ts';
import { ConversationWindows } from './desktop/conversation-windows.ts';
import { DebuggerPageHost } from './desktop/debugger-page-host.ts';
import { guardEverything } from './desktop/guards.ts';
import { shouldAvoidGraphics, watchGraphics } from './desktop/graphics-guard.ts';
import { IpcTransport } from './desktop/ipc-transport.ts';
import { catchSystemLinks } from './desktop/link-opener.ts';
import { loginStartOf } from './desktop/login-start.ts';
import { openMainWindow } from './desktop/main-window.ts';
import { keepMenus } from './desktop/menus.ts';
import { Desktop } from './desktop/open-desktop.ts';
import { openUpdates } from './desktop/open-updates.ts';
import { PageDock } from './desktop/page-dock.ts';
import { PageZoom } from './desktop/page-zoom.ts';
import { recoverPage } from './desktop/page-recovery.ts';
import { ProxyLogin } from './desktop/proxy-login.ts';
import { watchPower } from './desktop/power-watch.ts';
import { findRefusedSwitch, refusalOf } from './desktop/refused-switches.ts';
import { openSafeStorageVault } from './desktop/safe-storage-vault.ts';
import { systemRoutes } from './desktop/system-routes.ts';
import { type DesktopTexts, textsIn } from './desktop/texts.ts';
import { updateKindOf } from './desktop/update-kind.ts';
import product from '../package.json' with { type: 'json' };
import { CannotStart, EXIT, tellCannotStart } from './host/cannot-start.ts';
import { systemClock } from './host/machine/system-clock.ts';
import { PAGE_SWITCHES } from './host/pages/page-switches.ts';
import { environmentLogin } from './network/environment-routes.ts';
import { beginStart, openHost, type Start, takeFolder } from './start.ts';
import { beginWorker } from './storage/begin-worker.ts';

/** The desktop host. It is built into dist/desktop; the page is beside it in dist/renderer. */
const PRELOAD = fileURLToPath(new URL('./preload.cjs', import.meta.url));
const ICON = fileURLToPath(new URL('./images/window.png', import.meta.url));
const WORKER = new URL('./storage-worker.js', import.meta.url);
const BACKUP_WORKER = new URL('./backup-worker.js', import.meta.url);
const MEDIA_WORKER = new URL('./media-worker.js', import.meta.url);
const RENDERER = fileURLToPath(new URL('../renderer/', import.meta.url));
const PICTURES = fileURLToPath(new URL('./images/', import.meta.url));
const OWN_PARTITION = 'persist:duodian';
/** Windows groups a taskbar's buttons and an app's notifications by it: the `appId` of the package. */
const APP_ID = 'cn.duodian.workbench';

/** The words after the program's name. In a checkout ours stand behind the app's path, before it are Chromium's. */
const commandLine = (): readonly string[] => {
  if (app.isPackaged) return process.argv.slice(1);
  const own = app.getAppPath();
  const at = process.argv.findIndex((word, index) => index > 0 && path.resolve(word) === own);
  return process.argv.slice(at === -1 ? 2 : at + 1);
};

/** Throws `CannotStart` for a switch that would open a packaged app to others (SE7). */
const refuseSwitches = (): void => {
  const refused = app.isPackaged ? findRefusedSwitch(process.argv.slice(1)) : null;
  if (refused === null) return;
  throw new CannotStart(EXIT.wrongOption, refusalOf(refused, 'APPIMAGE' in process.env));
};

/** Without a window of its own to belong to, so that it holds nothing up. */
const tellProxyLogin = ({ proxyLogin, proxyLoginDetail, fine }: DesktopTexts): void => {
  const box = { message: proxyLogin, detail: proxyLoginDetail, buttons: [fine] };
  void dialog.showMessageBox({ ...box, type: 'warning' });
};

/** What this process was started with, besides its options. */
type Launch = {
  readonly words: readonly string[];
  readonly link: string | null;
  readonly catchLinks: ReturnType<typeof catchSystemLinks>;
};

const run = async (start: Start, launch: Launch): Promise<void> => {
  const { folder, log, options } = start;
  const { directory } = folder;
  let texts = (): DesktopTexts => textsIn(options.language ?? 'zh-CN');
  const dock = new PageDock();
  const loginOf = environmentLogin(process.env);
  const proxyLogin = new ProxyLogin({ loginOf, tell: () => tellProxyLogin(texts()), log });
  const own = {
    session: () => session.fromPartition(OWN_PARTITION),
    downloads: () => app.getPath('downloads'),
    isShown: (contents: WebContents) => dock.shows(contents),
    hasSimulatedSites: options.platforms !== null,
    proxyLogin: proxyLogin.answer.bind(proxyLogin),
  };
  guardEverything(app, own, log);
  // It loads its code while Electron makes itself ready.
  const waiting = beginWorker(WORKER);
  await app.whenReady();
  const partitions = path.join(app.getPath('userData'), 'Partitions');
  const updates = openUpdates({
    kind: updateKindOf({
      platform: process.platform,
      environment: process.env,
      program: process.execPath,
      isPackaged: app.isPackaged,
    }),
    managed: start.managed.settings,
    version: product.version,
    dataDirectory: directory,
    // By Chromium's own network, which knows the system's proxy and certificates.
    fetchAlone: (url, options) => own.session().fetch(url, options),
    relaunch: (execPath) =>
      app.relaunch({ args: process.argv.slice(1), ...(execPath !== undefined && { execPath }) }),
    letQuit: () => void app.removeAllListeners('before-quit'),
    quit: () => app.quit(),
    clock: systemClock,
    log,
  });
  const { program, siteOf } = openHost(start, {
    workerUrl: WORKER,
    waiting,
    mediaWorkerUrl: MEDIA_WORKER,
    backupWorkerUrl: BACKUP_WORKER,
    pages: new DebuggerPageHost({ dataDirectory: directory, partitions, dock, log }),
    vault: openSafeStorageVault(directory, log),
    openExternal: (url) => shell.openExternal(url),
    coverPage: (isCovered) => dock.cover(isCovered),
    mayWrite: isFromOwnPage,
    updates,
    routes: systemRoutes(own.session, loginOf, log),
  });
  const { publisher } = program;
  texts = () => textsIn(options.language ?? program.settings().language);
  const zoom = new PageZoom(() => dock.lay());
  keepMenus(texts, zoom, (changed) => {
    void program.whenTried().then(changed);
    publisher.onFrame(changed);
  });
  const windows = new ConversationWindows({
    session: own.session,
    preload: PRELOAD,
    take: (window) => {
      recoverPage(window, { texts, log });
      desktop.watchFocus(window);
      transport.serve(window);
    },
  });
  const desktop = new Desktop({
    program,
    windows,
    texts,
    pictures: PICTURES,
    login: loginStartOf({
      platform: process.platform,
      environment: process.env,
      app,
      program: process.execPath,
      dataDirectory: options.dataDirectory,
    }),
    log,
  });
  const handlers = { ...program.handlers, ...desktop.handlers() };
  serveAppScheme(own.session(), siteOf(RENDERER));
  const window = openMainWindow({
    session: own.session(),
    preload: PRELOAD,
    icon: ICON,
    dataDirectory: directory,
    begins: await desktop.howToBegin(options.isHidden),
    log,
  });
  recoverPage(window, { texts, log });
  dock.attach(window);
  zoom.attach(window);
  watchPower(powerMonitor, () => void handlers['gateway.noteNetworkChange']({}));
  const graphicsEnded = watchGraphics(directory, () => systemClock.now(), log);
  app.on('child-process-gone', (_event, ended) => graphicsEnded(ended));
  const transport = new IpcTransport({ handlers, publisher, log });
  transport.serve(window);
  desktop.begin({
    window,
    ...launch,
    show: (message) => transport.show(window, message),
    stop: async () => {
      transport.close();
      await program.stop();
      folder.release();
    },
    atEnd: () => updates.installAtEnd(),
  });
};

/**
 * Called, not awaited, at the end of the module: Electron becomes ready only after this module was evaluated, so that
 * awaiting it here would wait for ever. Up to its first await it runs at once, as the scheme's registration needs.
 */
const main = async (): Promise<void> => {
  const log = openHostLog(systemClock, (code) => app.exit(code));
  let isFirst = true;
  try {
    refuseSwitches();
    const { options: words, link } = splitLink(commandLine());
    const start = beginStart(words, app.isPackaged ? 'package' : 'desktop', log);
    app.setName('duodian');
    app.setAppUserModelId(APP_ID);
    // macOS hands links over as soon as it likes.
    const catchLinks = catchSystemLinks();
    // Two data directories are two programs: each has its own sessions and its own single-instance lock.
    app.setPath('userData', path.join(start.folder.directory, 'electron'));
    registerAppScheme();
    for (const [name, value] of PAGE_SWITCHES)
      app.commandLine.appendSwitch(name, value ?? undefined);
    takeFolder(start, () => (isFirst = isFirstStart(commandLine())));
    if (shouldAvoidGraphics(start.folder.directory, systemClock.now())) {
      app.disableHardwareAcceleration();
    }
    await run(start, { words, link, catchLinks });
  } catch (error) {
    const { code, sentence } = tellCannotStart(error, log);
    // A second start by double click is no error: the first window comes to the front. The other host has none to bring there.
    if (code !== EXIT.alreadyRunning || isFirst) dialog.showErrorBox('多店', sentence);
    app.exit(code);
  }
};

void main();
