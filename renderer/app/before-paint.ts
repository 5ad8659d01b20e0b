/** A visible window that still gets no frame (covered, or its screen asleep) is not kept waiting longer than this. */
const LATEST_MS = 100;

export type FramePage = Pick<
  Window,
  'requestAnimationFrame' | 'cancelAnimationFrame' | 'setTimeout' | 'clearTimeout'
> & { readonly document: Pick<Document, 'visibilityState'> };

/**
 * Answers a function that runs its argument once, in time for the page's next frame: what comes between two frames is
 * shown by the same one, so drawing it earlier would be drawn twice. A hidden window has no frames: there it runs in a
 * task of its own, which unlike a timer is not slowed down.
 */
export const beforePaint = (page: FramePage): ((run: () => void) => void) => {
  const tasks = new MessageChannel();
  tasks.port1.start();
  return (run) => {
    if (page.document.visibilityState === 'hidden') {
      tasks.port1.addEventListener('message', run, { once: true });
      tasks.port2.postMessage(null);
      return;
    }
    const frame = page.requestAnimationFrame(() => {
      page.clearTimeout(timer);
      run();
    });
    const timer = page.setTimeout(() => {
      page.cancelAnimationFrame(frame);
      run();
    }, LATEST_MS);
  };
};
