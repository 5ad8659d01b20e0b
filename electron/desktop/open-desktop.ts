import { app, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { AlertDesk } from '../alerts/alert-desk.ts';
import type { Log } from '../core/ports/log.ts';
import type { DeltaPublisher } from '../ipc/delta-publisher.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import type { EventMessage } from '#shared/ipc/envelope.ts';
import { ok, refuse } from '#shared/model/result.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Shop } from '#shared/model/shop.ts';
import { beginAppLife, comeToFront } from './app-life.ts';
import type { ConversationWindows } from './conversation-windows.ts';
import { openDesktopAlerts } from './desktop-alerts.ts';
import { KeepAwake } from './keep-awake.ts';
import { claimLinks, createLinkOpener } from './link-opener.ts';
import type { LoginStart } from './login-start.ts';
import type { DesktopTexts } from './texts.ts';
import { AppTray } from './tray.ts';
import { TrayPictures } from './tray-picture.ts';

/** The program, as far as the desktop around its window knows it. */
type DesktopProgram = {
  readonly handlers: CallHandlers;
  readonly publisher: DeltaPublisher;
  settings(): Settings;
  whenTried(): Promise<void>;
};

export type DesktopParts = {
  readonly program: DesktopProgram;
  readonly texts: () => DesktopTexts;
  /** Where the tray's pictures are. */
  readonly pictures: string;
  readonly login: LoginStart | null;
  readonly windows: ConversationWindows;
  readonly log: Log;
};

/** What the window is handed over to, when there is one. */
export type DesktopWindow = {
  readonly window: BrowserWindow;
  /** The words of this start, without a link. */
  readonly words: readonly string[];
  /** The link of this start. */
  readonly link: string | null;
  readonly catchLinks: (follow: (link: string) => void) => void;
  /** Shows something in the window, as soon as its page listens. */
  readonly show: (message: EventMessage) => void;
  readonly stop: () => Promise<void>;
  /** When everything is written and before the process is gone. */
  readonly atEnd: () => Promise<void>;
};

/** What is around the window: tray, notifications, links, the machine's sleep, and when all of it ends. */
export class Desktop {
  readonly #parts: DesktopParts;
  readonly #tray: AppTray;
  #window: BrowserWindow | null = null;
  #alerts: AlertDesk | null = null;

  constructor(parts: DesktopParts) {
    const { program, texts } = parts;
    this.#parts = parts;
    this.#tray = new AppTray({
      platform: process.platform,
      pictures: new TrayPictures(parts.pictures),
      texts,
      isMuted: () => program.settings().alerts.muted,
      onOpen: () => this.#comeToFront(),
      onMute: (muted) => {
        const { alerts } = program.settings();
        void program.handlers['settings.update']({ alerts: { ...alerts, muted } });
      },
      onQuit: () => app.quit(),
    });
  }

  /** Whether the system shows a tray; the icon is in it then. */
  tryTray(): Promise<boolean> {
    return this.#tray.tryShow();
  }

  /** Started by the system at login, the app begins in its tray; where there is none, out of the way. */
  async howToBegin(isHidden: boolean): Promise<'shown' | 'minimized' | 'hidden'> {
    const isByLogin = process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
    if (isHidden || isByLogin) return (await this.tryTray()) ? 'hidden' : 'minimized';
    void this.tryTray();
    return 'shown';
  }

  /** The calls that only a desktop answers. */
  handlers(): Pick<
    CallHandlers,
    'desktop.load' | 'desktop.setStartsAtLogin' | 'desktop.openConversation'
  > {
    const { login, log, windows } = this.#parts;
    const load = async () =>
      ok({ hasTray: await this.tryTray(), startsAtLogin: login?.isOn() ?? null });
    return {
      'desktop.load': load,
      'desktop.openConversation': (ref) =>
        windows.show(ref) ? ok(null) : refuse('desktop.tooManyWindows'),
      'desktop.setStartsAtLogin': ({ startsAtLogin }) => {
        try {
          login?.set(startsAtLogin);
          return load();
        } catch (error) {
          log.warn('login.notSet', { error });
          return refuse('desktop.notSet');
        }
      },
    };
  }

  /** From here on the app lives with its window. */
  begin(given: DesktopWindow): void {
    const { program, texts, log } = this.#parts;
    const { window } = given;
    this.#window = window;
    const alerts = this.#openAlerts(given);
    this.#alerts = alerts;
    this.watchFocus(window);
    const show = this.#showing(given);
    const follow = createLinkOpener({ ...program, window, texts, show });
    beginAppLife({
      window,
      words: given.words,
      texts,
      log,
      hasTray: () => this.tryTray(),
      closing: () => program.settings().closing,
      keepClosing: async (closing) => program.handlers['settings.update']({ closing }),
      onLink: follow,
      stop: () => {
        alerts.stop();
        this.#tray.remove();
        return given.stop();
      },
      atEnd: given.atEnd,
    });
    claimLinks();
    given.catchLinks((link) => {
      this.#comeToFront();
      follow(link);
    });
    if (given.link !== null) follow(given.link);
  }

  /** Whether the agent has a window before her is asked again when one of them takes or loses the focus. */
  watchFocus(window: BrowserWindow): void {
    window.on('focus', () => this.#alerts?.look());
    window.on('blur', () => this.#alerts?.look());
  }

  /** In the window of that conversation where it has one, else in the one with everything. */
  #showing({ show }: DesktopWindow): (message: EventMessage) => void {
    return (message) => {
      if (!this.#parts.windows.has(message)) show(message);
    };
  }

  #openAlerts(given: DesktopWindow): AlertDesk {
    const { program, texts, windows } = this.#parts;
    const { window } = given;
    const show = this.#showing(given);
    const awake = new KeepAwake(powerSaveBlocker);
    return openDesktopAlerts({
      window,
      texts,
      tray: this.#tray,
      handlers: program.handlers,
      publisher: program.publisher,
      isFocused: () => window.isFocused() || windows.isFocused(),
      open: (message) => {
        this.#comeToFront();
        if (message !== null) show(message);
      },
      onChange: ({ shops }) =>
        awake.set(Object.values<Shop>(shops).some(({ state }) => state.kind === 'online')),
    });
  }

  #comeToFront(): void {
    if (this.#window?.isDestroyed() === false) comeToFront(this.#window);
  }
}
