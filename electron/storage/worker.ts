import { parentPort } from 'node:worker_threads';
import type { Log } from '../core/ports/log.ts';
import { CallQueue } from './call-queue.ts';
import { asStorageError } from './errors.ts';
import { IndexLoop } from './search/index-loop.ts';
import { RepairingStore } from './repairing-store.ts';
import type { StoreCall, WorkerInput, WorkerMessage } from './rpc.ts';
import { SlowWatch } from './slow-watch.ts';

/** Opens the database, serves calls until `close`. */
const serveStore = (port: NonNullable<typeof parentPort>, { file }: WorkerInput): void => {
  const post = (message: WorkerMessage): void => port.postMessage(message);
  const log: Log = {
    info: (event, detail = {}) => post({ kind: 'log', level: 'info', event, detail }),
    warn: (event, detail = {}) => post({ kind: 'log', level: 'warn', event, detail }),
  };
  const store = new RepairingStore({
    file,
    log,
    now: Date.now,
    onRepair: (repair) => post({ kind: 'repaired', repair }),
    onUpgrade: (done) => post({ kind: 'upgrading', done }),
    watch: new SlowWatch({
      monotonicMs: () => performance.now(),
      report: (run) => post({ kind: 'slow', run }),
    }),
  });
  const opening = store.open();
  const indexing = new IndexLoop({
    file,
    step: (syllablesOf, budgetMs) => store.indexStep(syllablesOf, budgetMs),
    log,
  });
  // setImmediate runs when the port has handed over all that it holds, so commits that wait together are seen together.
  const queue = new CallQueue(store, post, (serve) =>
    setImmediate(() => {
      serve();
      indexing.noteCalls();
    }),
  );
  port.on('message', (call: StoreCall) => {
    if (call.name === 'close') indexing.stop();
    queue.push(call);
  });
  indexing.noteCalls();
  post({ kind: 'opened', ...opening });
};

/** The storage thread. It is told its file first: its code is loaded before anyone knows which one. */
parentPort?.once('message', (input: WorkerInput) => {
  if (parentPort === null) return;
  try {
    serveStore(parentPort, input);
  } catch (error) {
    const { kind, message } = asStorageError(error);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort.postMessage({ kind: 'refused', error: { kind, message } } satisfies WorkerMessage);
  }
});
