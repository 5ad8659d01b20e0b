import { describe, expect, it, vi } from 'vitest';
import { beforePaint, type FramePage } from './before-paint.ts';

/** A page whose frames and timers run when told. */
const aPage = (visibilityState: 'visible' | 'hidden' = 'visible') => {
  const frames = new Map<number, () => void>();
  const timers = new Map<number, () => void>();
  let next = 0;
  const add = (row: Map<number, () => void>, run: () => void): number => {
    next += 1;
    row.set(next, run);
    return next;
  };
  const runAll = (row: Map<number, () => void>): void => {
    const due = [...row.values()];
    row.clear();
    for (const run of due) run();
  };
  const page = {
    document: { visibilityState },
    requestAnimationFrame: (run: () => void) => add(frames, run),
    cancelAnimationFrame: (id: number) => void frames.delete(id),
    setTimeout: (run: () => void) => add(timers, run),
    clearTimeout: (id: number) => void timers.delete(id),
  } as unknown as FramePage;
  return { page, frame: () => runAll(frames), late: () => runAll(timers) };
};

describe('before the next paint', () => {
  it('runs once, in the frame', () => {
    const { page, frame, late } = aPage();
    const run = vi.fn();
    beforePaint(page)(run);
    expect(run).not.toHaveBeenCalled();
    frame();
    late();
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('runs once without a frame: a covered window gets none', () => {
    const { page, frame, late } = aPage();
    const run = vi.fn();
    beforePaint(page)(run);
    late();
    frame();
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('asks a hidden window neither for a frame nor for a timer', async () => {
    const { page, frame, late } = aPage('hidden');
    const run = vi.fn();
    beforePaint(page)(run);
    frame();
    late();
    expect(run).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1));
  });
});
