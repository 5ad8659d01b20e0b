import { registerHooks } from 'node:module';

/** Loaded by `--import`: from here on `electron` is the stand-in, in the built program as it is. */
const url = new URL('./electron.ts', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url, shortCircuit: true } : next(name, context),
});
