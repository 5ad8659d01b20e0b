import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../core/ports/clock.ts';
import type { DeltaPublisher } from '../ipc/delta-publisher.ts';
import { type Doorway, handleRequest, MAX_REQUEST_BYTES } from '../ipc/guard.ts';
import { type EventMessage, type Reply, requestSchema } from '#shared/ipc/envelope.ts';
import { helloSchema, NOT_ADMITTED_CODE, type Welcome } from '#shared/ipc/admission.ts';
import type { PageServer } from './http-server.ts';

const PATH = '/ipc';
const HEARTBEAT_MS = 15_000;
/** A page that is further behind than this is let go: it comes back and takes a snapshot, which is cheaper. */
const MAX_BEHIND_BYTES = 32 * 1024 * 1024;
const MAX_PAGES = 32;
const MAX_OPEN_CALLS = 256;
/** A page says at once who it is. */
const HELLO_WITHIN_MS = 5_000;
const MAX_HELLO_BYTES = 1024;
/** Close codes of our own range; the page reconnects after each of them. */
const CLOSE = { badRequest: 4400, tooMany: 4429, goingAway: 1001 } as const;

/** The token in a page's first frame, empty where there is none. */
const tokenIn = (data: RawData, isBinary: boolean): string => {
  const bytes = data as Buffer;
  if (isBinary || bytes.length > MAX_HELLO_BYTES) return '';
  try {
    return helloSchema.parse(JSON.parse(bytes.toString('utf8'))).token;
  } catch {
    return '';
  }
};

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
  readonly #doorway: Doorway;
  #openCalls = 0;
  #heard = true;

  constructor(socket: WebSocket, doorway: Doorway) {
    this.#socket = socket;
    this.#doorway = doorway;
    const { log } = doorway;
    socket.on('message', (data, isBinary) => void this.#listen(data, isBinary));
    socket.on('pong', () => (this.#heard = true));
    // A broken line ends with 'close'; without a listener it would end the process.
    socket.on('error', (error) => log.info('ipc.lineError', { error }));
  }

  send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BEHIND_BYTES) {
      this.#doorway.log.warn('ipc.pageTooFarBehind', { bytes: this.#socket.bufferedAmount });
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
    const result = await handleRequest(this.#doorway, request.name, request.input);
    this.#openCalls -= 1;
    const reply: Reply = { id: request.id, result };
    this.send(JSON.stringify(reply));
  }
}

const refuseUpgrade = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/**
 * The IPC contract over a WebSocket at `/ipc` (SE2, SE3). The page's first frame must bring the page token; then requests, replies
 * and events are those of shared/ipc/envelope.ts, one JSON text each.
 */
export class TransportServer {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_REQUEST_BYTES,
    perMessageDeflate: false,
  });
  readonly #lines = new Set<PageLine>();
  /** They have not said yet who they are. */
  readonly #waiting = new Set<WebSocket>();
  readonly #parts: TransportParts;
  readonly #undo: readonly (() => void)[];
  #cancelBeat: () => void = () => undefined;

  constructor(parts: TransportParts) {
    this.#parts = parts;
    const { server } = parts.pages;
    const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
      this.#upgrade(request, socket, head);
    server.on('upgrade', onUpgrade);
    this.#undo = [
      () => server.off('upgrade', onUpgrade),
      parts.publisher.onFrame((frame) => this.#notify({ event: 'sync.delta', payload: frame })),
    ];
    this.#beat();
  }

  /** Closes every line; pages say that the program has ended and try again. */
  stop(): void {
    for (const undo of this.#undo) undo();
    this.#cancelBeat();
    for (const socket of this.#waiting) socket.terminate();
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
    const { gate, refusals } = this.#parts.pages;
    const refusal = gate.refusalOfSocket(request);
    if (refusal !== null) {
      refusals.note('ipc.refused', refusal);
      return refuseUpgrade(socket, '403 Forbidden');
    }
    if (request.url !== PATH) return refuseUpgrade(socket, '404 Not Found');
    if (this.#waiting.size + this.#lines.size >= MAX_PAGES) {
      return refuseUpgrade(socket, '503 Service Unavailable');
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#awaitHello(opened));
  }

  #awaitHello(socket: WebSocket): void {
    this.#waiting.add(socket);
    const cancel = this.#parts.clock.setTimer(HELLO_WITHIN_MS, () => socket.terminate());
    const done = (): void => {
      cancel();
      this.#waiting.delete(socket);
      socket.off('close', done).off('error', ignore);
    };
    // A broken line ends with 'close'; without a listener it would end the process.
    const ignore = (): void => undefined;
    socket.once('close', done).on('error', ignore);
    socket.once('message', (data, isBinary) => {
      const { access, refusals } = this.#parts.pages;
      if (access.isToken(tokenIn(data, isBinary))) {
        done();
        return this.#welcome(socket);
      }
      refusals.note('ipc.refused', 'token');
      socket.close(NOT_ADMITTED_CODE);
    });
  }

  #welcome(socket: WebSocket): void {
    const line = new PageLine(socket, this.#parts);
    this.#lines.add(line);
    socket.once('close', () => this.#lines.delete(line));
    const welcome: Welcome = { welcome: true };
    line.send(JSON.stringify(welcome));
  }
}

export type TransportParts = Doorway & {
  readonly pages: Pick<PageServer, 'server' | 'gate' | 'access' | 'refusals'>;
  readonly publisher: DeltaPublisher;
  readonly clock: Pick<Clock, 'setTimer'>;
};
