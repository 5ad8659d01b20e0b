import { parentPort, workerData } from 'node:worker_threads';
import type { Log } from '../core/ports/log.ts';
import { type MediaBody, MediaFetcher } from './fetcher.ts';
import { askedOrigin, type Route, type Routes } from '../network/route.ts';
import {
  carriedRoute,
  type CarriedRoute,
  type FromMediaWorker,
  type MediaWorkerInput,
  type ToMediaWorker,
} from './messages.ts';
import { allowedOriginFrom } from './upstream.ts';

/** The thread of the fetcher: what a source costs is paid here, and neither the line nor a click waits for it (SE5). */
if (parentPort === null) throw new Error('worker.ts runs as a worker thread');
const port = parentPort;
const post = (message: FromMediaWorker, moved: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, [...moved]);

const logAs =
  (level: 'info' | 'warn'): Log['info'] =>
  (event, detail = {}) =>
    post({ kind: 'log', level, event, detail });

/** Addresses of which the main thread was asked by which proxy they are reached. */
const asked = new Map<number, (routes: readonly Route[]) => void>();
let lastAsk = 0;
const routes: Routes = (address) =>
  new Promise((resolve) => {
    lastAsk += 1;
    asked.set(lastAsk, resolve);
    post({ kind: 'askRoutes', askId: lastAsk, address: askedOrigin(address) });
  });

const takeRoutes = (askId: number, carried: readonly CarriedRoute[]): void => {
  asked.get(askId)?.(carried.map(carriedRoute));
  asked.delete(askId);
};

const { platforms } = workerData as MediaWorkerInput;
const fetcher = new MediaFetcher({
  allowed: platforms === null ? null : allowedOriginFrom(platforms),
  routes,
  log: { info: logAs('info'), warn: logAs('warn') },
});

/** One fetch: what is asked for next is already on its way. */
type Running = {
  readonly away: AbortController;
  body: MediaBody | null;
  ahead: Promise<Uint8Array | null> | null;
};
const running = new Map<number, Running>();

const readAhead = (one: Running): void => {
  one.ahead = one.body?.next() ?? null;
  // Whoever pulls hears it.
  one.ahead?.catch(() => {});
};

const begin = async (id: number, address: string, range: string | null): Promise<void> => {
  const one: Running = { away: new AbortController(), body: null, ahead: null };
  running.set(id, one);
  const { status, headers, body } = await fetcher.fetch(address, range, one.away.signal);
  one.body = body;
  if (body === null) running.delete(id);
  else readAhead(one);
  post({ kind: 'answer', id, status, headers, hasBody: body !== null });
};

const pull = async (id: number): Promise<void> => {
  const one = running.get(id);
  if (one === undefined) return;
  try {
    const piece = (await one.ahead) ?? null;
    if (piece === null) {
      running.delete(id);
      return post({ kind: 'end', id });
    }
    readAhead(one);
    // A buffer of its own, which can be moved: what a parser hands out shares its memory.
    const bytes = new Uint8Array(piece);
    post({ kind: 'piece', id, bytes }, [bytes.buffer]);
  } catch {
    running.delete(id);
    post({ kind: 'broken', id });
  }
};

const cancel = (id: number): void => {
  const one = running.get(id);
  running.delete(id);
  one?.away.abort();
  one?.body?.cancel();
};

port.on('message', (message: ToMediaWorker) => {
  switch (message.kind) {
    case 'fetch':
      return void begin(message.id, message.address, message.range);
    case 'pull':
      return void pull(message.id);
    case 'cancel':
      return cancel(message.id);
    case 'routes':
      return takeRoutes(message.askId, message.routes);
  }
});
