import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { LogFile } from './log-file.ts';
import { createLog, type RedactingLog } from './log.ts';

/** The one log of a process: on stderr from the start, in the data directory as soon as there is one. */
export interface HostLog extends RedactingLog {
  /** Every line goes into the log file of this data directory too, those of before first. Once. */
  keepIn(dataDirectory: string): void;
}

const reasonText = (reason: unknown): string => {
  if (reason instanceof Error) return reason.stack ?? reason.message;
  return typeof reason === 'string' ? reason : 'not an error';
};

/** Node's own report of a crash would print the error as it is, with whatever secret its text quotes (SE6). */
const endOnCrash = (log: Log, end: (code: number) => void): void => {
  const crashed = (event: string) => (reason: unknown) => {
    try {
      log.warn(event, { reason: reasonText(reason) });
    } finally {
      end(1);
    }
  };
  process.on('uncaughtException', crashed('process.uncaughtException'));
  process.on('unhandledRejection', crashed('process.unhandledRejection'));
};

/** Opens the log of this process. A crash from now on is logged, and ends the process by `end`. */
export const openHostLog = (
  clock: Pick<Clock, 'now' | 'monotonicMs'>,
  end: (code: number) => void,
): HostLog => {
  // Nobody may be listening any more; that is no reason to end.
  process.stderr.on('error', () => undefined);
  const log = createLog(clock, (line) => process.stderr.write(`${line}\n`));
  endOnCrash(log, end);
  return Object.assign(log, {
    keepIn: (dataDirectory: string): void => {
      const file = new LogFile(clock, dataDirectory);
      log.alsoTo(file.write);
      process.on('exit', () => file.flushNow());
    },
  });
};
