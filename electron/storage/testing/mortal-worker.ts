import { parentPort } from 'node:worker_threads';

/** The real storage thread, which dies when it is asked for the quarantine. */
await import('../worker.ts');
// After the thread's own: whoever listens first is told the file.
parentPort?.on('message', ({ name }: { readonly name?: string }) => {
  if (name === 'loadQuarantine') process.exit(7);
});
