import type { Log } from '../core/ports/log.ts';
import { EXIT } from './cannot-start.ts';

/** How long a host's end may take; then the process ends whether or not everything said goodbye. */
const STOP_WITHIN_MS = 2_500;

/**
 * Ends the process once, in order and in time: everything is written before `exit`, however the end was asked for. It is asked for by
 * the first SIGTERM or SIGINT, or by calling what is returned.
 */
export const endInOrder = (parts: {
  readonly stop: () => Promise<void>;
  readonly exit: (code: number) => void;
  readonly log: Log;
}): (() => void) => {
  let isEnding = false;
  const end = (): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => {
      parts.log.warn('stop.late');
      parts.exit(EXIT.done);
    }, STOP_WITHIN_MS).unref();
    void parts.stop().then(
      () => parts.exit(EXIT.done),
      (error: unknown) => {
        parts.log.warn('stop.failed', { error });
        parts.exit(EXIT.failed);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  return end;
};
