import { parentPort } from 'node:worker_threads';

/** A storage thread that opens and then dies with the first call: a `load` throws, anything else ends the thread. */
parentPort?.on('message', ({ name }: { readonly name?: string }) => {
  // Its file.
  if (name === undefined) return;
  if (name === 'load') throw new Error('out of memory');
  process.exit(7);
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage({ kind: 'opened', access: 'readwrite', repair: null });
