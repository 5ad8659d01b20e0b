import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { beginWorker } from './storage/begin-worker.ts';

/**
 * `node electron/serve.ts [options]` starts the browser host. It runs from its sources, and to compile them is most of what a
 * start takes; what was compiled is kept, for the threads and programs that the host starts too, and made anew after a change.
 * Where nothing can be kept, each start compiles.
 */
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('../node_modules/.cache/node-compile/', import.meta.url),
);
enableCompileCache();
// What lives for a moment would in time take 128 MiB in each thread, where V8 is built without pointer compression (Node, not
// Electron). Collected more often it costs hardly more time, and the pauses are shorter. V8 takes no factor below 2 from the
// command line, but it does from here.
setFlagsFromString('--semi-space-growth-factor=1');
const workerUrl = new URL('./storage/worker.ts', import.meta.url);
const waiting = beginWorker(workerUrl);
const { runBrowserHost } = await import('./browser-host.ts');
await runBrowserHost({ workerUrl, waiting });
