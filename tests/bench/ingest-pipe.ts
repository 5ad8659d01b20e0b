import { fork } from 'node:child_process';
import path from 'node:path';
import { createCore } from '../../electron/core/core.ts';
import type { FactSink, CleanLog, Connectors } from '../../electron/core/ports.ts';
import { GatewayClient } from '../../electron/gateway/gateway-client.ts';
import { randomIds } from '../../electron/host/machine/random-ids.ts';
import { systemClock } from '../../electron/host/machine/system-clock.ts';
import { openStore } from '../../electron/storage/open-store.ts';
import { refuse } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';

/** What one run of the line receives. */
export type Flood = { readonly frames: number; readonly buyers: number };

const SHOP = '93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31';
const SENDER = path.join(import.meta.dirname, 'frame-sender.ts');

const silent: CleanLog = {
  info: () => undefined,
  warn: () => undefined,
  redactCookies: () => undefined,
  clean: (text) => text,
};
/** The shop is never logged in: replies wait in the database, no platform takes part. */
const noDesk: Connectors = {
  connect: () => undefined,
  send: () => Promise.resolve({ kind: 'notWritten', why: 'bench' }),
  listStaff: () => Promise.resolve(refuse('shop.notOnline')),
  transfer: () => Promise.resolve({ kind: 'refused', text: 'bench' }),
  showPage: () => Promise.resolve(refuse('shop.noPage')),
  challenge: () => null,
  hidePage: () => Promise.resolve(),
  retry: () => refuse('shop.notOnline'),
  forget: () => Promise.resolve(),
};

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
  const { store } = await openStore({
    file,
    workerUrl: new URL('../../electron/storage/worker.ts', import.meta.url),
    log: silent,
  });
  const core = await createCore({
    clock: systemClock,
    ids: randomIds,
    store,
    publisher: { publish: () => undefined },
    log: silent,
  });
  let durable = 0;
  let allDurable: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (allDurable = resolve));
  const counting: FactSink = {
    accept: async (fact) => {
      await core.accept(fact);
      if (fact.kind !== 'gateway.frame') return;
      durable += 1;
      if (durable === flood.frames) allDurable();
    },
  };
  const gateway = new GatewayClient({
    clock: systemClock,
    random: Math.random,
    sink: counting,
    outbox: store,
    vault: {
      load: () => Promise.resolve(null),
      save: () => Promise.resolve(),
      clear: () => Promise.resolve(),
    },
    log: silent,
  });
  core.attach({ gateway, connectors: noDesk });
  core.start();
  await gateway.configure(sender.url, new Secret('bench'));
  while (core.replica().gateway.phase !== 'connected') {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const startedMs = performance.now();
  sender.go();
  await finished;
  const result = perSecond(flood.frames, startedMs);
  sender.end();
  await gateway.stop();
  await core.stop();
  await store.close();
  return result;
};
