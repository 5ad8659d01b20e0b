import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/**
 * A back office for hours of traffic: buyers' messages are numbered in their text, and it remembers only the newest number
 * and its id, so that its own memory does not grow with what it heard.
 */
export class NumberedGateway {
  readonly #server: WebSocketServer;
  readonly #open = new Set<WebSocket>();
  /** Numbers 1 to this one arrived, without a gap. */
  newest = 0;
  newestId = '';
  /** What must not be: a number that came too early, or again under another id. */
  readonly wrong: string[] = [];
  repeats = 0;
  mostOpenSockets = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#open.add(socket);
      this.mostOpenSockets = Math.max(this.mostOpenSockets, this.#open.size);
      socket.on('close', () => this.#open.delete(socket));
      socket.on('error', () => undefined);
      socket.on('message', (data: Buffer) => this.#hear(socket, data));
      socket.send('{"type":"success","content":"connected"}');
    });
  }

  static async open(): Promise<NumberedGateway> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    return new NumberedGateway(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts every line, without a word. */
  cut(): void {
    for (const socket of this.#open) socket.terminate();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #hear(socket: WebSocket, data: Buffer): void {
    const frame = JSON.parse(data.toString('utf8')) as Readonly<Record<string, string>>;
    if (frame['type'] === 'ping') {
      socket.send(JSON.stringify({ type: 'pong', uuid: frame['uuid'] }));
      return;
    }
    const number = Number(frame['content']);
    const id = frame['message_id'] ?? '';
    if (number === this.newest + 1) {
      this.newest = number;
      this.newestId = id;
    } else if (number > this.newest) {
      this.wrong.push(`${number} came behind ${this.newest}`);
    } else {
      this.repeats += 1;
      if (number === this.newest && id !== this.newestId) this.wrong.push(`${number} has two ids`);
    }
  }
}
