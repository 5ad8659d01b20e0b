import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * A back office as a stranger would write it after reading nothing but the protocol text:
 * it knows no message_id, no timestamp, no order of anything but what sections 1 to 5 say.
 */
export class SpecGateway {
  readonly received: Record<string, unknown>[] = [];
  readonly #server: WebSocketServer;
  readonly #token: string;
  #socket: WebSocket | null = null;

  private constructor(server: WebSocketServer, token: string) {
    this.#server = server;
    this.#token = token;
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
    if (this.#socket === null) throw new Error('no GUI is connected');
    this.#socket.send(JSON.stringify(frame));
  }

  async close(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #welcome(socket: WebSocket, request: IncomingMessage): void {
    if (request.url !== `/ws/gui/${this.#token}/`) {
      socket.close(4001, 'bad token');
      return;
    }
    this.#socket = socket;
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
    });
    socket.on('message', (bytes: Buffer) => {
      const frame = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
      if (frame['type'] === 'ping')
        socket.send(JSON.stringify({ type: 'pong', uuid: frame['uuid'] }));
      else this.received.push(frame);
    });
    socket.send(JSON.stringify({ type: 'success', content: 'connected' }));
  }
}
