import { parentPort, workerData } from 'node:worker_threads';
import type { Log } from '../core/ports.ts';
import { CallQueue } from './call-queue.ts';
import { openDatabase } from './database.ts';
import { asStorageError } from './errors.ts';
import { openOperations } from './operations.ts';
import type { StoreCall, WorkerInput, WorkerMessage } from './rpc.ts';

/** The storage thread: opens the database, serves calls until `close`. */
const serveStore = (port: NonNullable<typeof parentPort>, { file }: WorkerInput): void => {
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const log: Log = {
    info: (event, detail = {}) => post({ kind: 'log', level: 'info', event, detail }),
    warn: (event, detail = {}) => post({ kind: 'log', level: 'warn', event, detail }),
  };
  const operations = openOperations(openDatabase(file), log, Date.now());
  const queue = new CallQueue(operations, post);
  port.on('message', (call: StoreCall) => {
    // setImmediate runs when the port has handed over all that it holds, so commits that wait together are seen together.
    if (queue.push(call)) setImmediate(() => queue.serve());
  });
  post({ kind: 'opened' });
};

if (parentPort !== null) {
  try {
    serveStore(parentPort, workerData as WorkerInput);
  } catch (error) {
    const { kind, message } = asStorageError(error);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort.postMessage({ kind: 'refused', error: { kind, message } } satisfies WorkerMessage);
  }
}
