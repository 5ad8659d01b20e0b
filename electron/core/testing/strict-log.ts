import type { Log } from '../ports/log.ts';

/**
 * The core's log where a test drives the whole: a step that throws is a fault of ours and loses its input, so it ends the run
 * also where nobody waits for that step.
 */
export const strictLog: Log = {
  info: () => undefined,
  warn: (event, detail) => {
    if (event !== 'core.stepFailed') return;
    queueMicrotask(() => {
      throw new Error(`core.stepFailed: ${String(detail?.['message'])}`);
    });
  },
};
