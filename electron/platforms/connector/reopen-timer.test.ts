import { describe, expect, it } from 'vitest';
import { ReopenTimer } from './reopen-timer.ts';

const start = (random: () => number) => {
  const waits: number[] = [];
  let due = (): void => undefined;
  let cancelled = 0;
  const clock = {
    setTimer: (ms: number, run: () => void) => {
      waits.push(ms);
      due = run;
      return () => {
        cancelled += 1;
      };
    },
  };
  const timer = new ReopenTimer({ clock, random });
  return { timer, waits, ring: () => due(), cancelled: () => cancelled };
};

describe('[PL2] when a lost page is opened again', () => {
  it('waits twice as long each time, a minute at the most, and begins anew once the shop has received for one', () => {
    const { timer, waits, ring } = start(() => 1);
    for (let loss = 0; loss < 8; loss += 1) timer.set(() => undefined);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    timer.receives();
    timer.set(() => undefined);
    expect(waits.at(-1)).toBe(60_000);
    timer.receives();
    ring();
    timer.set(() => undefined);
    expect(waits.at(-1)).toBe(1_000);
  });

  it('the jitter takes at most half of it, and a new loss replaces the last', () => {
    const { timer, waits, ring, cancelled } = start(() => 0);
    const opened: string[] = [];
    timer.set(() => opened.push('first'));
    timer.set(() => opened.push('second'));
    expect(waits).toEqual([500, 1_000]);
    expect(cancelled()).toBe(1);
    ring();
    expect(opened).toEqual(['second']);
  });
});
