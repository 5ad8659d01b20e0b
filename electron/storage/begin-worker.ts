import { Worker } from 'node:worker_threads';

/** A storage thread, of whom nobody has asked anything yet. */
export type StorageWorker = Worker;

/** Rows live for a moment: without this they would in time take 128 MiB before they are collected. */
const LIMITS = { maxYoungGenerationSizeMb: 16 } as const;

/**
 * Begins the storage thread, which loads its code and then waits to be told its file. `workerUrl` is `worker.ts`, or what the build
 * made of it. A host begins it before it loads its own code: a start is mostly the loading of these two, side by side.
 */
export const beginWorker = (workerUrl: URL): StorageWorker => {
  const worker = new Worker(workerUrl, { name: 'storage', resourceLimits: LIMITS });
  // A thread that fails before it is told anything is ended; who tells it begins another one, and hears what is wrong.
  worker.on('error', () => undefined);
  return worker;
};

/** Whether it is there to be told anything. */
export const isWaiting = (worker: StorageWorker): boolean => worker.threadId !== -1;
