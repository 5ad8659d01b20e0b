import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Secret } from '#shared/model/secret.ts';
import type { Proxy } from '../route.ts';

/** A proxy on this computer that leads every name to one port, or says no. */
export class ScriptedProxy {
  readonly asked: { readonly authority: string; readonly login: string | undefined }[] = [];
  /** An HTTP status; null answers nothing at all. */
  answers: number | null = 200;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();

  private constructor(leadsTo: number) {
    this.#server = createServer();
    this.#server.on('connection', (socket) => this.#sockets.add(socket));
    this.#server.on('connect', (request, socket: Duplex) => {
      const login = request.headers['proxy-authorization'];
      this.asked.push({ authority: request.url ?? '', login });
      socket.on('error', () => undefined);
      if (this.answers === null) return;
      if (this.answers !== 200) return void socket.end(`HTTP/1.1 ${this.answers} No\r\n\r\n`);
      const server = connect(leadsTo, '127.0.0.1');
      server.on('error', () => socket.destroy());
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(socket).pipe(server);
    });
  }

  static async open(leadsTo: number): Promise<ScriptedProxy> {
    const proxy = new ScriptedProxy(leadsTo);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  route(login: Secret | null = null): Proxy {
    return { kind: 'http', host: '127.0.0.1', port: this.port, login };
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => void this.#server.close(() => resolve()));
  }
}
