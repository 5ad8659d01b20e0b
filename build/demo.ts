import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAnnounced, type WorldReady } from './announced.ts';
import { USUAL_SHOPS } from '../sandbox/demo-shops.ts';
import type { Log } from '../electron/core/ports/log.ts';
import { runHost, takeHostChoice } from './host-process.ts';
import { takePast } from './past-option.ts';
import { seedDirectory } from './seed-directory.ts';

/** World and past speak of the same shops. */
const WORLD_SEED = 1;
/** Messages of a conversation, on the average. */
const MESSAGES_EACH = 10;

/** A month of the same shops, so many messages, with the pictures of the world that runs. */
const fillWithPast = async (
  directory: string,
  messages: number,
  platforms: string,
): Promise<void> => {
  const log: Log = { info: () => undefined, warn: (event) => console.error(event) };
  await seedDirectory(
    directory,
    {
      seed: WORLD_SEED,
      shops: USUAL_SHOPS,
      conversations: Math.ceil(messages / MESSAGES_EACH),
      messages,
      now: Date.now(),
      media: `${platforms}/media`,
    },
    log,
  );
};

/**
 * `npm run demo [-- --host browser] [--past N] [host's options]`: the app with the simulated world, populated and alive, on a
 * data directory that is thrown away; with `--past`, so many messages have been written there before. Whichever ends first ends
 * both. The world is a process of its own: what the app sees of it is what comes over the wire.
 */
const run = async (): Promise<number> => {
  const { choice, rest: words } = takeHostChoice(process.argv.slice(2));
  const { messages, rest } = takePast(words);
  const namesData = rest.some((word) => /^--data(=|$)/u.test(word));
  if (messages !== null && namesData)
    throw new Error('--past fills a directory of its own: leave --data out, or use npm run seed');
  // Also while no host runs yet: the world is in a process group of its own and would be left behind.
  let isHostRunning = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => isHostRunning || process.exit(1));
  }
  const data = await mkdtemp(path.join(tmpdir(), 'duodian-demo-'));
  const world = await startAnnounced<WorldReady>('sandbox/main.ts', [
    '--port',
    '0',
    '--seed',
    String(WORLD_SEED),
  ]);
  const endWithWorld = (): void => void process.kill(process.pid, 'SIGTERM');
  world.child.once('exit', endWithWorld);
  const { gateway, platforms, token } = world.ready;
  try {
    if (messages !== null) await fillWithPast(data, messages, platforms);
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
