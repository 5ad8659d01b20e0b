import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

type Frame = Readonly<Record<string, unknown>>;

/** One connection as the back office sees it. Every frame is kept; pongs are sent unless `mute`. */
export class Peer {
  readonly socket: WebSocket;
  /** The stream below, for bytes that are no WebSocket. */
  readonly raw: Duplex;
  readonly path: string;
  readonly received: Frame[] = [];
  /** Answers pings (the default) or stays silent. */
  answersPings = true;
  readonly #waits: { readonly isIt: () => boolean; readonly resolve: () => void }[] = [];
  readonly closed: Promise<number>;

  constructor(socket: WebSocket, raw: Duplex, path: string) {
    this.socket = socket;
    this.raw = raw;
    this.path = path;
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code) => resolve(code));
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as Frame;
      this.received.push(frame);
      if (frame['type'] === 'ping' && this.answersPings)
        this.say({ type: 'pong', uuid: frame['uuid'] });
      for (const wait of this.#waits) if (wait.isIt()) wait.resolve();
    });
  }

  say(frame: Frame | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  success(): void {
    this.say({ type: 'success', content: 'connected' });
  }

  /** Bytes of this connection that were written so far, the handshake's included. */
  get bytesWritten(): number {
    return this.raw instanceof Socket ? this.raw.bytesWritten : 0;
  }

  get pings(): readonly Frame[] {
    return this.received.filter((frame) => frame['type'] === 'ping');
  }

  get business(): readonly Frame[] {
    return this.received.filter((frame) => frame['type'] !== 'ping');
  }

  until(isIt: () => boolean): Promise<void> {
    if (isIt()) return Promise.resolve();
    return new Promise((resolve) => this.#waits.push({ isIt, resolve }));
  }

  untilPings(count: number): Promise<void> {
    return this.until(() => this.pings.length >= count);
  }

  untilBusiness(count: number): Promise<void> {
    return this.until(() => this.business.length >= count);
  }
}

/** Status line without "HTTP/1.1", and headers. */
type Refusal = { readonly status: string; readonly headers?: Readonly<Record<string, string>> };

const answer = ({ status, headers = {} }: Refusal): string =>
  [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Length: 0',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

/** A back office on loopback that does what the test says. */
export class ScriptedGateway {
  readonly peers: Peer[] = [];
  /** Set, the upgrade is answered by HTTP instead. */
  refusal: Refusal | null = null;
  /** The `Date` of its answer to the upgrade, null for none. */
  serverTime: number | null = null;
  /** What every connection is met with. */
  welcome: (peer: Peer) => void = () => {};
  /** Requests of any kind. */
  requests = 0;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  #awaiting: ((peer: Peer) => void)[] = [];
  #fresh: Peer[] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.#sockets.on('headers', (headers) => {
      if (this.serverTime !== null)
        headers.push(`Date: ${new Date(this.serverTime).toUTCString()}`);
    });
    server.on('upgrade', (request, socket, head) => {
      this.requests += 1;
      if (this.refusal !== null) {
        socket.end(answer(this.refusal));
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (ws) => {
        const peer = new Peer(ws, socket, request.url ?? '');
        this.peers.push(peer);
        this.welcome(peer);
        const waiting = this.#awaiting.shift();
        if (waiting === undefined) this.#fresh.push(peer);
        else waiting(peer);
      });
    });
  }

  static async open(): Promise<ScriptedGateway> {
    const server = createServer();
    const gateway = new ScriptedGateway(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gateway;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** The next connection, or one that came already and was not asked for yet. */
  nextPeer(): Promise<Peer> {
    const fresh = this.#fresh.shift();
    if (fresh !== undefined) return Promise.resolve(fresh);
    return new Promise((resolve) => this.#awaiting.push(resolve));
  }

  get openPeers(): number {
    return this.peers.filter((peer) => peer.socket.readyState === WebSocket.OPEN).length;
  }

  async close(): Promise<void> {
    for (const peer of this.peers) peer.socket.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
