import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Whether this machine has an X server that draws into memory. */
export const hasVirtualDisplay = (): boolean =>
  process.platform === 'linux' && spawnSync('Xvfb', ['-help']).error === undefined;

const displayNumber = (server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${String(code)}`)));
    // By the `stdio` below: 3 is where the server writes which display it took.
    (server.stdio[3] as Readable).once('data', (bytes: Buffer) =>
      resolve(bytes.toString('utf8').trim()),
    );
  });

/** A display of its own that nobody looks at; `name` is its `DISPLAY`. */
export const openVirtualDisplay = async (): Promise<{
  readonly name: string;
  readonly close: () => void;
}> => {
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await displayNumber(server);
  return { name: `:${number}`, close: () => void server.kill() };
};
