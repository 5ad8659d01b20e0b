import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

type Received = Readonly<Record<string, unknown>>;

/** What this back office does otherwise than one would wish; the protocol text forbids none of it. */
export type Manners = {
  /** It answers a ping without saying which. */
  pongHasUuid: boolean;
  /** Ends the line on what it cannot read, as a program does that dies of an exception. */
  diesOf: (frame: Received) => boolean;
  /** A deploy is under way: the upgrade gets this status. */
  refusesWith: number | null;
};

/**
 * A back office as a stranger would write it after reading nothing but the protocol text:
 * it knows no message_id, no timestamp, no order of anything but what sections 1 to 5 say.
 */
export class SpecGateway {
  readonly received: Received[] = [];
  readonly manners: Manners = { pongHasUuid: true, diesOf: () => false, refusesWith: null };
  /** How often a GUI came in. */
  connections = 0;
  readonly #server: WebSocketServer;
  readonly #token: string;
  #socket: WebSocket | null = null;

  private constructor(server: WebSocketServer, token: string) {
    this.#server = server;
    this.#token = token;
    server.options.verifyClient = (_info, answer) => {
      const status = this.manners.refusesWith;
      answer(status === null, status ?? undefined);
    };
    server.on('connection', (socket, request) => this.#welcome(socket, request));
  }

  static start(token: string): Promise<SpecGateway> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    return new Promise((resolve) =>
      server.once('listening', () => resolve(new SpecGateway(server, token))),
    );
  }

  get address(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  /** Sends a frame to the one GUI. */
  send(frame: object): void {
    this.sendBytes(JSON.stringify(frame));
  }

  /** Text goes as a text frame, bytes as a binary one. */
  sendBytes(bytes: string | Buffer): void {
    if (this.#socket === null) throw new Error('no GUI is connected');
    this.#socket.send(bytes);
  }

  /** What buyers said, as far as it was read. */
  heard(): readonly string[] {
    return this.received
      .filter((frame) => frame['type'] === 'message')
      .map((frame) => String(frame['content']));
  }

  /** Cuts the line of every GUI. */
  cut(): void {
    for (const client of this.#server.clients) client.terminate();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #welcome(socket: WebSocket, request: IncomingMessage): void {
    if (request.url !== `/ws/gui/${this.#token}/`) {
      socket.close(4001, 'bad token');
      return;
    }
    this.connections += 1;
    this.#socket = socket;
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
    });
    socket.on('message', (bytes: Buffer) => this.#take(socket, bytes));
    socket.send(JSON.stringify({ type: 'success', content: 'connected' }));
  }

  #take(socket: WebSocket, bytes: Buffer): void {
    // Whoever has died reads no more of what is still under way.
    if (socket.readyState !== socket.OPEN) return;
    const frame = JSON.parse(bytes.toString('utf8')) as Received;
    if (this.manners.diesOf(frame)) socket.close(1011);
    else if (frame['type'] !== 'ping') this.received.push(frame);
    else {
      const uuid = this.manners.pongHasUuid ? { uuid: frame['uuid'] } : {};
      socket.send(JSON.stringify({ type: 'pong', ...uuid }));
    }
  }
}
