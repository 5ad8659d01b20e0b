import { fork } from 'node:child_process';
import path from 'node:path';
import { CoreProgram } from '../core-program.ts';

/** What one run of the line receives. */
export type Flood = { readonly frames: number; readonly buyers: number };

const SHOP = '93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31';
const SENDER = path.join(import.meta.dirname, 'frame-sender.ts');

type Sender = { readonly url: string; go(): void; end(): void };

export const startSender = ({ frames, buyers }: Flood): Promise<Sender> =>
  new Promise((resolve) => {
    const child = fork(SENDER, [`${frames}`, SHOP, `${buyers}`]);
    child.once('message', (message: { port: number }) =>
      resolve({
        url: `ws://127.0.0.1:${message.port}`,
        go: () => child.send('go'),
        end: () => child.kill(),
      }),
    );
  });

export const perSecond = (frames: number, startedMs: number): number =>
  frames / ((performance.now() - startedMs) / 1000);

/** Frames a second from the gateway's socket to committed and indexed in `file`, through the real client, core and database. */
export const measureIngest = async (file: string, flood: Flood): Promise<number> => {
  const sender = await startSender(flood);
  let durable = 0;
  let allDurable: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (allDurable = resolve));
  const program = await CoreProgram.open({
    file,
    sink: (core) => ({
      accept: async (fact) => {
        await core.accept(fact);
        if (fact.kind !== 'gateway.frame') return;
        durable += 1;
        if (durable === flood.frames) allDurable();
      },
    }),
  });
  await program.begin(sender.url);
  while (program.core.replica().gateway.phase !== 'connected') {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const startedMs = performance.now();
  sender.go();
  await finished;
  const result = perSecond(flood.frames, startedMs);
  sender.end();
  await program.close();
  return result;
};
