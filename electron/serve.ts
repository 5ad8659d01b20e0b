import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * `node electron/serve.ts [options]` starts the browser host. It runs from its sources, and to compile them is most of what a
 * start takes; what was compiled is kept, for the threads and programs that the host starts too, and made anew after a change.
 * Where nothing can be kept, each start compiles.
 */
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(
  new URL('../node_modules/.cache/node-compile/', import.meta.url),
);
enableCompileCache();
await import('./browser-host.ts');
