/** How long a host's end may take; then the process ends whether or not everything said goodbye. */
export const STOP_WITHIN_MS = 2_500;

/** What a start that failed answers to whoever started it. */
export const EXIT = { done: 0, failed: 1, wrongOption: 2, alreadyRunning: 3 } as const;

/** Ends the start with one sentence, on stderr and, where a person started it in a window, there too. */
export class CannotStart extends Error {
  readonly code: number;

  constructor(code: number, sentence: string) {
    super(sentence);
    this.code = code;
  }
}
