import { type BrowserWindow, dialog } from 'electron';
import type { Log } from '../core/ports/log.ts';
import type { DesktopTexts } from './texts.ts';

/** Before the page is opened again, by how often it ended of late. */
const WAITS_MS = [0, 1_000, 3_000, 10_000, 30_000] as const;
/** So long it must have lived for its earlier ends to count no more. */
const CALM_MS = 60_000;
/** From this end on a person is told. */
const TOLD_FROM = 3;

/**
 * Our own page ends or hangs: it is opened again, at growing intervals, and a person decides how long she waits. The main process
 * goes on receiving meanwhile; the page takes a new snapshot when it is back.
 */
export const recoverPage = (
  window: BrowserWindow,
  parts: { readonly texts: () => DesktopTexts; readonly log: Log },
): void => {
  const { webContents } = window;
  let ends: readonly number[] = [];
  let question: AbortController | null = null;

  const reopen = (): void => {
    if (!window.isDestroyed()) webContents.reload();
  };
  const tell = (): void => {
    const { pageFails, pageFailsDetail, fine } = parts.texts();
    const box = { message: pageFails, detail: pageFailsDetail, buttons: [fine] };
    void dialog.showMessageBox(window, { ...box, type: 'warning' });
  };

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    question?.abort();
    const now = performance.now();
    ends = [...ends.filter((at) => now - at < CALM_MS), now];
    parts.log.warn('page.ended', { reason, exitCode, ends: ends.length });
    const waitMs = WAITS_MS[Math.min(ends.length, WAITS_MS.length) - 1];
    setTimeout(reopen, waitMs);
    if (ends.length === TOLD_FROM) tell();
  });

  const ask = async (): Promise<void> => {
    if (question !== null) return;
    parts.log.warn('page.hangs');
    question = new AbortController();
    const { pageHangs, pageHangsDetail, wait, reopen: again } = parts.texts();
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: pageHangs,
      detail: pageHangsDetail,
      buttons: [wait, again],
      defaultId: 0,
      cancelId: 0,
      signal: question.signal,
    });
    question = null;
    // A page that hangs hears no reload; without its process it is opened again as after any other end.
    if (response === 1 && !window.isDestroyed()) webContents.forcefullyCrashRenderer();
  };
  window.on('unresponsive', () => void ask());
  window.on('responsive', () => question?.abort());
};
