import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { runHost, takeHostChoice } from './host-process.ts';
import { ROOT } from './run-tool.ts';

/**
 * `npm run demo [-- --host browser] [host's options]`: the app with the simulated world, populated and alive, on a data
 * directory that is thrown away. Whichever ends first ends both.
 */
type World = { readonly gateway: string; readonly token: string; readonly platforms: string };

/** The world with its scripted buyers, as a process of its own: what the app sees of it is what comes over the wire. */
const startWorld = async (): Promise<{ child: ChildProcess; world: World }> => {
  const child = spawn(process.execPath, [path.join(ROOT, 'sandbox/main.ts'), '--port', '0'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    // A Ctrl+C in the terminal goes to the whole group; the world must outlive the app's goodbye.
    detached: process.platform !== 'win32',
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the simulated world ended with ${String(code)}`);
    }),
  ])) as [string];
  return { child, world: JSON.parse(line) as World };
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(late);
};

const run = async (): Promise<number> => {
  const { choice, rest } = takeHostChoice(process.argv.slice(2));
  const data = await mkdtemp(path.join(tmpdir(), 'duodian-demo-'));
  const { child, world } = await startWorld();
  process.once('exit', () => child.kill('SIGTERM'));
  // Also while no host runs yet: the world is in a group of its own and would be left behind.
  let isHostRunning = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => isHostRunning || process.exit(1));
  }
  child.once('exit', () => process.kill(process.pid, 'SIGTERM'));
  try {
    isHostRunning = true;
    return await runHost({
      choice,
      parameters: [
        '--gateway',
        world.gateway,
        '--platforms',
        world.platforms,
        ...(rest.some((word) => /^--data(=|$)/u.test(word)) ? [] : ['--data', data]),
        ...rest,
      ],
      environment: { DUODIAN_TOKEN: world.token },
    });
  } finally {
    child.removeAllListeners('exit');
    await stop(child);
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
};

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
