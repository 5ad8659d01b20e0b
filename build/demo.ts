import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAnnounced, type WorldReady } from './announced.ts';
import { runHost, takeHostChoice } from './host-process.ts';

/**
 * `npm run demo [-- --host browser] [host's options]`: the app with the simulated world, populated and alive, on a data
 * directory that is thrown away. Whichever ends first ends both. The world is a process of its own: what the app sees of it
 * is what comes over the wire.
 */
const run = async (): Promise<number> => {
  const { choice, rest } = takeHostChoice(process.argv.slice(2));
  // Also while no host runs yet: the world is in a process group of its own and would be left behind.
  let isHostRunning = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => isHostRunning || process.exit(1));
  }
  const data = await mkdtemp(path.join(tmpdir(), 'duodian-demo-'));
  const world = await startAnnounced<WorldReady>('sandbox/main.ts', ['--port', '0']);
  const endWithWorld = (): void => void process.kill(process.pid, 'SIGTERM');
  world.child.once('exit', endWithWorld);
  const { gateway, platforms, token } = world.ready;
  const namesData = rest.some((word) => /^--data(=|$)/u.test(word));
  try {
    isHostRunning = true;
    return await runHost({
      choice,
      parameters: [
        `--gateway=${gateway}`,
        `--platforms=${platforms}`,
        ...(namesData ? [] : [`--data=${data}`]),
        ...rest,
      ],
      environment: { DUODIAN_TOKEN: token },
    });
  } finally {
    world.child.off('exit', endWithWorld);
    await world.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
