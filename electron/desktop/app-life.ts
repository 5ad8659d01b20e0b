import path from 'node:path';
import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import type { Log } from '../core/ports/log.ts';
import { endInOrder } from '../host/ending.ts';
import { systemClock } from '../host/machine/system-clock.ts';
import { atMost } from '#shared/async/deadline.ts';
import type { DesktopTexts } from './texts.ts';

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

const comeToFront = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};

/**
 * The app's life, from its window on: when it ends, in which order, and what another start of it does. The window is the app's: with
 * it the app ends, whatever hidden windows of the shops' pages there are.
 */
export const beginAppLife = (parts: {
  readonly window: BrowserWindow;
  /** Those of this start. */
  readonly words: readonly string[];
  readonly texts: () => DesktopTexts;
  readonly stop: () => Promise<void>;
  /** When everything is written and before the process is gone; it may take longer than a stop. */
  readonly atEnd: () => Promise<void>;
  readonly log: Log;
}): void => {
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
    if (words.length === 0 || words.join('\0') === parts.words.join('\0')) return;
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
  // The person leaves the system, or it is shut down.
  const endWithSystem = (): void => {
    isSystemEnding = true;
    end();
  };
  window.on('session-end', endWithSystem);
  powerMonitor.on('shutdown', endWithSystem);
  window.once('closed', end);
};

const inCheckout = (words: readonly string[]): string[] => [
  path.resolve(app.getAppPath()),
  ...words,
];
