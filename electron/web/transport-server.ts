import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock, Log } from '../core/ports.ts';
import type { DeltaPublisher } from '../ipc/delta-publisher.ts';
import { MAX_REQUEST_BYTES, handleRequest } from '../ipc/guard.ts';
import type { CallHandlers } from '#shared/ipc/contract.ts';
import { type EventMessage, type Reply, requestSchema } from '#shared/ipc/envelope.ts';
import type { SessionGate } from './session-gate.ts';

const PATH = '/ipc';
const HEARTBEAT_MS = 15_000;
/** A page that is further behind than this is let go: it comes back and takes a snapshot, which is cheaper. */
const MAX_BEHIND_BYTES = 32 * 1024 * 1024;
const MAX_PAGES = 32;
const MAX_OPEN_CALLS = 256;
/** Close codes of our own range; the page reconnects after each of them. */
const CLOSE = { badRequest: 4400, tooMany: 4429, goingAway: 1001 } as const;

const parseRequest = (data: RawData, isBinary: boolean) => {
  if (isBinary) return null;
  try {
    const parsed = requestSchema.safeParse(JSON.parse((data as Buffer).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/** One page at the other end. */
class PageLine {
  readonly #socket: WebSocket;
  readonly #handlers: CallHandlers;
  readonly #log: Log;
  #openCalls = 0;
  #heard = true;

  constructor(socket: WebSocket, handlers: CallHandlers, log: Log) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.#log = log;
    socket.on('message', (data, isBinary) => void this.#listen(data, isBinary));
    socket.on('pong', () => (this.#heard = true));
    // A broken line ends with 'close'; without a listener it would end the process.
    socket.on('error', (error) => log.info('ipc.lineError', { error }));
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BEHIND_BYTES) {
      this.#log.warn('ipc.pageTooFarBehind', { bytes: this.#socket.bufferedAmount });
      // No close frame: it would wait behind what is never read.
      this.#socket.terminate();
      return;
    }
    this.#socket.send(text);
  }

  beat(): void {
    if (!this.#heard) return this.#socket.terminate();
    this.#heard = false;
    this.#socket.ping();
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  /** Says goodbye and waits for no answer: the process is about to end. */
  end(): void {
    this.#socket.close(CLOSE.goingAway);
    this.#socket.terminate();
  }

  async #listen(data: RawData, isBinary: boolean): Promise<void> {
    this.#heard = true;
    const request = parseRequest(data, isBinary);
    if (request === null) return this.close(CLOSE.badRequest);
    if (this.#openCalls >= MAX_OPEN_CALLS) return this.close(CLOSE.tooMany);
    this.#openCalls += 1;
    const result = await handleRequest(this.#handlers, request.name, request.input, this.#log);
    this.#openCalls -= 1;
    const reply: Reply = { id: request.id, result };
    this.send(JSON.stringify(reply));
  }
}

const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/**
 * The IPC contract over a WebSocket at `/ipc`, for pages that hold the session (SE2, SE3). Requests, replies and events
 * are those of shared/ipc/envelope.ts, one JSON text each.
 */
export class TransportServer {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_REQUEST_BYTES,
    perMessageDeflate: false,
  });
  readonly #lines = new Set<PageLine>();
  readonly #parts: TransportParts;
  readonly #undo: readonly (() => void)[];
  #cancelBeat: () => void = () => undefined;

  constructor(parts: TransportParts) {
    this.#parts = parts;
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
      this.#upgrade(request, socket, head);
    parts.server.on('upgrade', onUpgrade);
    this.#undo = [
      () => parts.server.off('upgrade', onUpgrade),
      parts.publisher.onFrame((frame) => this.#notify({ event: 'sync.delta', payload: frame })),
    ];
    this.#beat();
  }

  /** Closes every line; pages say that the program has ended and try again. */
  stop(): void {
    for (const undo of this.#undo) undo();
    this.#cancelBeat();
    for (const line of this.#lines) line.end();
  }

  #notify(message: EventMessage): void {
    if (this.#lines.size === 0) return;
    const text = JSON.stringify(message);
    for (const line of this.#lines) line.send(text);
  }

  #beat(): void {
    this.#cancelBeat = this.#parts.clock.setTimer(HEARTBEAT_MS, () => {
      for (const line of this.#lines) line.beat();
      this.#beat();
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (!this.#parts.gate.admitsSocket(request)) {
      this.#parts.log.warn('ipc.refused');
      return refuseUpgrade(socket, '403 Forbidden');
    }
    if (request.url !== PATH) return refuseUpgrade(socket, '404 Not Found');
    if (this.#lines.size >= MAX_PAGES) return refuseUpgrade(socket, '503 Service Unavailable');
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#welcome(opened));
  }

  #welcome(socket: WebSocket): void {
    const line = new PageLine(socket, this.#parts.handlers, this.#parts.log);
    this.#lines.add(line);
    socket.once('close', () => this.#lines.delete(line));
  }
}

export type TransportParts = {
  readonly server: Server;
  readonly gate: SessionGate;
  readonly handlers: CallHandlers;
  readonly publisher: DeltaPublisher;
  readonly clock: Pick<Clock, 'setTimer'>;
  readonly log: Log;
};
