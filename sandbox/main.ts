import { readOptions, type SandboxOptions, WrongOption } from './options.ts';
import { startWorld } from './world.ts';

/** `npm run sandbox`: the world alone. One line of JSON on stdout when it is ready, all else on stderr. */
const run = async (options: SandboxOptions): Promise<void> => {
  const world = await startWorld({
    port: options.port,
    token: options.token,
    seed: options.seed,
    // A quiet world is for whoever makes the shops: it has none unless they are asked for.
    shops: options.shops ?? (options.quiet ? 0 : 4),
    quiet: options.quiet,
    ...(options.only === null ? {} : { only: options.only }),
  });
  const ready = {
    event: 'ready',
    gateway: options.only === 'platforms' ? null : world.gatewayUrl,
    token: world.token,
    platforms: options.only === 'gateway' ? null : world.platformsUrl,
    control: world.controlUrl,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  process.stderr.write(`sandbox: panel at ${world.controlUrl}/\n`);
  const end = (): void => void world.close().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
};

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`sandbox: ${text}\n`);
  process.exit(error instanceof WrongOption ? 2 : 1);
}
