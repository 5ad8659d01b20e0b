import type { TalkPage } from './talk-page.ts';

/**
 * What runs in the page; each function stands by its source text alone. Times are milliseconds from the input to the frame
 * that shows its whole effect.
 */
export const isReady = (): boolean => (window.talkPage as TalkPage | undefined)?.row(0) != null;

/** Clicks on a conversation's row, and waits until its newest message is in sight. */
export const openTalk = async (given: {
  readonly talk: number;
  readonly mark: string;
}): Promise<number> => {
  const { talkPage } = window;
  talkPage.prepare(given.talk);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const row = talkPage.row(given.talk);
  if (row === null) throw new Error(`no row of conversation ${String(given.talk)}`);
  const clickedAt = performance.now();
  row.click();
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const newest = talkPage.newest();
      const view = talkPage.log()?.getBoundingClientRect();
      const box = newest?.textContent.includes(given.mark) ? newest.getBoundingClientRect() : null;
      if (performance.now() - clickedAt > 30_000) reject(new Error('not shown within 30 s'));
      else if (
        box != null &&
        view !== undefined &&
        box.top < view.bottom &&
        box.bottom > view.top
      ) {
        const after = new MessageChannel();
        after.port1.addEventListener('message', () => resolve(performance.now() - clickedAt));
        after.port1.start();
        after.port2.postMessage(null);
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
};

/** Adds so many messages, one after the other; how long each took to be in sight. */
export const appendAll = async (marks: readonly string[]): Promise<readonly number[]> => {
  const { talkPage } = window;
  const times: number[] = [];
  for (const mark of marks) {
    const calledAt = performance.now();
    talkPage.append();
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const newest = talkPage.newest();
        const view = talkPage.log()?.getBoundingClientRect();
        const box = newest?.textContent.includes(mark) ? newest.getBoundingClientRect() : null;
        if (performance.now() - calledAt > 30_000) reject(new Error('not shown within 30 s'));
        // A list that scrolls softly is at the end a little later: its upper edge in sight counts.
        else if (box != null && view !== undefined && box.top < view.bottom) {
          const after = new MessageChannel();
          after.port1.addEventListener('message', () => {
            times.push(performance.now() - calledAt);
            resolve();
          });
          after.port1.start();
          after.port2.postMessage(null);
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return times;
};

/** Scrolls up through our log for some pages of messages; whether its first message has been loaded. */
export const loadOlder = async (firstMark: string): Promise<boolean> => {
  for (let turn = 0; turn < 40; turn += 1) {
    const log = window.talkPage.log();
    if (log === null) throw new Error('no log');
    if (log.textContent.includes(firstMark)) return true;
    log.scrollTop = -log.scrollHeight;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
};

/** Adds messages while the reader is far up: until the frame that counts each under the log. */
export const appendUnseen = async (count: number): Promise<readonly number[]> => {
  const times: number[] = [];
  const counted = (): string =>
    window.talkPage.log()?.parentElement?.querySelector('button')?.textContent ?? '';
  for (let added = 0; added < count; added += 1) {
    const before = counted();
    const calledAt = performance.now();
    window.talkPage.append();
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (performance.now() - calledAt > 20_000) reject(new Error('not counted within 20 s'));
        else if (counted() !== before) {
          const after = new MessageChannel();
          after.port1.addEventListener('message', () => {
            times.push(performance.now() - calledAt);
            resolve();
          });
          after.port1.start();
          after.port2.postMessage(null);
        } else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  return times;
};
