import { EventEmitter } from 'node:events';

/** One thing that a person would have seen, or that left the program. */
export type Recorded = { readonly what: string; readonly detail: unknown };

const records: Recorded[] = [];
export const recorded = new EventEmitter();

export const record = (what: string, detail: unknown = null): void => {
  records.push({ what, detail });
  recorded.emit('record', records.at(-1));
};

export const recordsSoFar = (): readonly Recorded[] => [...records];
