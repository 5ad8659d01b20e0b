import path from 'node:path';
import { app, type BrowserWindow, dialog, powerMonitor, screen } from 'electron';
import type { Log } from '../core/ports/log.ts';
import { endInOrder } from '../host/ending.ts';
import { systemClock } from '../host/machine/system-clock.ts';
import { atMost } from '#shared/async/deadline.ts';
import type { Closing } from '#shared/model/settings.ts';
import { splitLink } from './app-link.ts';
import type { DesktopTexts } from './texts.ts';
import { placeToOpen } from './window-place.ts';

/** An installer that hangs must not keep the process, and with it the next start. */
const AT_END_WITHIN_MS = 60_000;

/** What a second start hands over to the first. Whoever sends it may write anything into it. */
type SecondStart = { readonly words?: unknown };

const wordsOf = (handedOver: unknown): readonly string[] => {
  const { words } = (handedOver ?? {}) as SecondStart;
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
};

/** Electron's own lock, in the folder of its data. A second start is handed over to the first, which comes to the front. */
export const isFirstStart = (words: readonly string[]): boolean =>
  app.requestSingleInstanceLock({ words });

/** The screen on which a hidden window was may be gone meanwhile. */
const placeInSight = (window: BrowserWindow): void => {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { bounds } = placeToOpen({ ...window.getNormalBounds(), isMaximized: false }, screens);
  if (bounds.x === undefined) window.center();
};

export const comeToFront = (window: BrowserWindow): void => {
  if (!window.isVisible() && !window.isMaximized()) placeInSight(window);
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

/** The buttons of the question, in their order; leaving it is the last. */
const ANSWERS = ['tray', 'quit', null] as const;

const askClosing = async (
  window: BrowserWindow,
  { closeAsks, closeAsksDetail, stayInTray, quit, cancel }: DesktopTexts,
): Promise<Exclude<Closing, 'ask'> | null> => {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: closeAsks,
    detail: closeAsksDetail,
    buttons: [stayInTray, quit, cancel],
    defaultId: 0,
    cancelId: ANSWERS.length - 1,
  });
  return ANSWERS[response] ?? null;
};

export type AppLifeParts = {
  readonly window: BrowserWindow;
  /** Those of this start. */
  readonly words: readonly string[];
  readonly texts: () => DesktopTexts;
  /** Whether the window can be hidden and be found again. */
  readonly hasTray: () => Promise<boolean>;
  readonly closing: () => Closing;
  /** Resolves when `closing` says so. */
  readonly keepClosing: (closing: Closing) => Promise<unknown>;
  /** A link was followed, here or by a second start. */
  readonly onLink: (link: string) => void;
  readonly stop: () => Promise<void>;
  /** When everything is written and before the process is gone; it may take longer than a stop. */
  readonly atEnd: () => Promise<void>;
  readonly log: Log;
};

/**
 * What closing the window does: the tray keeps the app alive where there is one and the agent wants it; else the app ends with its
 * window. She is asked once.
 */
const watchClosing = (parts: AppLifeParts, life: { isEnding(): boolean; end(): void }): void => {
  const { window } = parts;
  let isDeciding = false;
  /** Her answer until the settings say so: a press before that asks no second time, and is not lost. */
  let answered: Closing | null = null;
  const keep = async (answer: Closing): Promise<void> => {
    answered = answer;
    try {
      await parts.keepClosing(answer);
    } catch (error) {
      // The next press asks again.
      parts.log.warn('window.closingNotKept', { error });
    } finally {
      answered = null;
    }
  };
  const decide = async (): Promise<Closing | null> => {
    if (!(await parts.hasTray())) return 'quit';
    const chosen = answered ?? parts.closing();
    if (chosen !== 'ask') return chosen;
    const answer = await askClosing(window, parts.texts());
    if (answer !== null) void keep(answer);
    return answer;
  };
  const close = async (): Promise<void> => {
    isDeciding = true;
    const decided = await decide();
    isDeciding = false;
    if (decided === null || window.isDestroyed()) return;
    window.hide();
    if (decided === 'quit') life.end();
  };
  window.on('close', (event) => {
    if (life.isEnding()) return;
    event.preventDefault();
    if (!isDeciding) void close();
  });
};

/** The app's life, from its window on: when it ends, in which order, and what another start of it does. */
export const beginAppLife = (parts: AppLifeParts): { readonly end: () => void } => {
  const { window, log } = parts;
  let isEnding = false;
  let isAtEnd = false;
  let isSystemEnding = false;
  let willRelaunch = false;
  const end = endInOrder({
    stop: () => {
      isEnding = true;
      return parts.stop();
    },
    exit: (code) => {
      if (isAtEnd) return;
      isAtEnd = true;
      // Neither asks the windows nor comes by `before-quit` again.
      // A system that is shut down would cut an installation off.
      const atEnd = isSystemEnding ? Promise.resolve() : parts.atEnd();
      void atMost(systemClock, AT_END_WITHIN_MS, atEnd).finally(() => app.exit(code));
    },
    log,
  });

  const hearSecond = (words: readonly string[]): void => {
    if (isEnding || window.isDestroyed()) {
      // She closed it and wants it again: it starts when this one has written everything.
      if (!willRelaunch) app.relaunch({ args: app.isPackaged ? [...words] : inCheckout(words) });
      willRelaunch = true;
      return;
    }
    comeToFront(window);
    const { options, link } = splitLink(words);
    if (link !== null) return parts.onLink(link);
    if (options.length === 0 || options.join('\0') === parts.words.join('\0')) return;
    const { alreadyRuns, alreadyRunsDetail, fine } = parts.texts();
    const box = { message: alreadyRuns, detail: alreadyRunsDetail, buttons: [fine] };
    void dialog.showMessageBox(window, box);
  };

  app.on('second-instance', (_event, _argv, _folder, handedOver) =>
    hearSecond(wordsOf(handedOver)),
  );
  app.on('activate', () => {
    if (!isEnding && !window.isDestroyed()) comeToFront(window);
  });
  app.on('before-quit', (event) => {
    event.preventDefault();
    end();
  });
  watchClosing(parts, { isEnding: () => isEnding, end });
  // The person leaves the system, or it is shut down.
  const endWithSystem = (): void => {
    isSystemEnding = true;
    end();
  };
  window.on('session-end', endWithSystem);
  powerMonitor.on('shutdown', endWithSystem);
  window.once('closed', end);
  return { end };
};

const inCheckout = (words: readonly string[]): string[] => [
  path.resolve(app.getAppPath()),
  ...words,
];
