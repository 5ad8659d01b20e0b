import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { expect, it } from 'vitest';
import { watchPower } from './power-watch.ts';

it('[GW3] resume and unlock-screen are told, until it is undone', () => {
  const monitor = new EventEmitter();
  let woken = 0;
  const stop = watchPower(monitor as unknown as PowerMonitor, () => {
    woken += 1;
  });
  monitor.emit('resume');
  monitor.emit('unlock-screen');
  monitor.emit('suspend');
  expect(woken).toBe(2);
  stop();
  monitor.emit('resume');
  expect(woken).toBe(2);
  expect(monitor.eventNames()).toEqual([]);
});
