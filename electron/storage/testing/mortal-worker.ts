import { parentPort } from 'node:worker_threads';

/** The real storage thread, which dies when it is asked for the quarantine. */
parentPort?.on('message', ({ name }: { readonly name: string }) => {
  if (name === 'loadQuarantine') process.exit(7);
});
await import('../worker.ts');
