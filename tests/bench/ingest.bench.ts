import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { createCore } from '../../electron/core/core.ts';
import type { FactSink, CleanLog, Connectors } from '../../electron/core/ports.ts';
import { GatewayClient } from '../../electron/gateway/gateway-client.ts';
import { randomIds } from '../../electron/host/machine/random-ids.ts';
import { systemClock } from '../../electron/host/machine/system-clock.ts';
import { openStore } from '../../electron/storage/open-store.ts';
import { refuse } from '#shared/model/result.ts';
import { Secret } from '#shared/model/secret.ts';
import { figure, type TellFigure } from './figure.ts';
import { measureInserts } from './inserts.ts';

/**
 * Frames a second from the gateway's socket to committed and indexed, through the real client, core and database.
 * References of the same run: `ws` receiving the same frames with JSON.parse alone, and the same rows inserted in
 * batches of 64 alone. The far end is a process of its own in every case.
 */
const FRAMES = 30_000;
const BUYERS = 1_000;
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

const startSender = (): Promise<Sender> =>
  new Promise((resolve) => {
    const child = fork(SENDER, [`${FRAMES}`, SHOP, `${BUYERS}`]);
    child.once('message', (message: { port: number }) =>
      resolve({
        url: `ws://127.0.0.1:${message.port}`,
        go: () => child.send('go'),
        end: () => child.kill(),
      }),
    );
  });

const perSecond = (startedMs: number): number => FRAMES / ((performance.now() - startedMs) / 1000);

/** The socket's share alone. */
const measureReceive = async (): Promise<number> => {
  const sender = await startSender();
  const socket = new WebSocket(sender.url, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once('message', resolve));
  const startedMs = performance.now();
  const all = new Promise<number>((resolve) => {
    let received = 0;
    socket.on('message', (bytes: Buffer) => {
      const frame = JSON.parse(bytes.toString('utf8')) as { type: string };
      if (frame.type === 'message') received += 1;
      if (received === FRAMES) resolve(perSecond(startedMs));
    });
  });
  sender.go();
  const result = await all;
  socket.terminate();
  sender.end();
  return result;
};

const measureIngest = async (folder: string): Promise<number> => {
  const sender = await startSender();
  const { store } = await openStore({
    file: path.join(folder, 'ingest.db'),
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
      if (durable === FRAMES) allDurable();
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
  const result = perSecond(startedMs);
  sender.end();
  await gateway.stop();
  await core.stop();
  await store.close();
  return result;
};

export const run = async (tell: TellFigure): Promise<void> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'duodian-ingest-'));
  try {
    const receive = await measureReceive();
    const inserts = await measureInserts({
      folder,
      frames: FRAMES,
      batch: 64,
      shops: 1,
      buyersPerShop: BUYERS,
      textLength: 40,
    });
    const ours = await measureIngest(folder);
    tell(figure('ingest.overReceive', ours, 'frames/s', receive));
    tell(figure('ingest.overInserts', ours, 'frames/s', inserts.framesPerSecond));
    tell(figure('ingest', ours, 'frames/s', Math.min(receive, inserts.framesPerSecond)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
