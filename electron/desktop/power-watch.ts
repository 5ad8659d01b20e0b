import type { PowerMonitor } from 'electron';

/**
 * The system says that the machine woke up or was unlocked: the network may be another one (GW3), and a line that was open
 * may be dead (GW4). Sooner and surer than looking at the clock. Answers its undo.
 */
export const watchPower = (
  monitor: Pick<PowerMonitor, 'on' | 'removeListener'>,
  woke: () => void,
): (() => void) => {
  monitor.on('resume', woke);
  monitor.on('unlock-screen', woke);
  return () => {
    monitor.removeListener('resume', woke);
    monitor.removeListener('unlock-screen', woke);
  };
};
