import type { Log } from '../core/ports/log.ts';

/** What a start that failed answers to whoever started it. */
export const EXIT = { done: 0, failed: 1, wrongOption: 2, alreadyRunning: 3 } as const;

/** Ends the start with one sentence, on stderr and, where a person started it in a window, there too. */
export class CannotStart extends Error {
  readonly code: number;

  constructor(code: number, sentence: string) {
    super(sentence);
    this.name = 'CannotStart';
    this.code = code;
  }
}

/** Says in one line on stderr why the start failed. Returns the exit code, and the sentence for a window. */
export const tellCannotStart = (
  error: unknown,
  log: Log & { readonly clean: (text: string) => string },
): { readonly code: number; readonly sentence: string } => {
  if (!(error instanceof CannotStart)) {
    log.warn('start.failed', { error });
    return { code: EXIT.failed, sentence: 'Duodian could not start' };
  }
  const sentence = log.clean(error.message);
  process.stderr.write(`${sentence}\n`);
  return { code: error.code, sentence };
};
