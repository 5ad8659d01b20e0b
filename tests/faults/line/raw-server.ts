import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** RFC 6455 section 1.3. */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export const acceptFor = (key: string): string =>
  createHash('sha1')
    .update(key + MAGIC)
    .digest('base64');

export const switching = (key: string, ...headers: readonly string[]): string =>
  [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${acceptFor(key)}`,
    ...headers,
    '',
    '',
  ].join('\r\n');

type FrameShape = {
  readonly fin?: boolean;
  /** The three reserved bits, 0 to 7. */
  readonly rsv?: number;
  readonly masked?: boolean;
  /** What the header claims, instead of the payload's length. */
  readonly claims?: bigint;
  /** The size of the length field, where it is not the smallest that will do. */
  readonly field?: 7 | 16 | 64;
};

/** One frame of a server, right or wrong. Opcodes: 0 more, 1 text, 2 binary, 8 close, 9 ping, 10 pong. */
export const wsFrame = (
  opcode: number,
  payload: Buffer | string,
  shape: FrameShape = {},
): Buffer => {
  const body = Buffer.from(payload);
  const length = shape.claims ?? BigInt(body.length);
  const field = shape.field ?? (length < 126n ? 7 : length < 65_536n ? 16 : 64);
  const head = Buffer.alloc(field === 7 ? 2 : field === 16 ? 4 : 10);
  head[0] = (shape.fin === false ? 0 : 0x80) | ((shape.rsv ?? 0) << 4) | opcode;
  head[1] = shape.masked === true ? 0x80 : 0;
  if (field === 7) head[1] |= Number(length);
  else if (field === 16) {
    head[1] |= 126;
    head.writeUInt16BE(Number(length), 2);
  } else {
    head[1] |= 127;
    head.writeBigUInt64BE(length, 2);
  }
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([head, ...(shape.masked === true ? [Buffer.alloc(4)] : []), body]);
};

/** Close with a code as it stands in the frame, allowed or not. */
export const closeFrame = (code: number, reason: Buffer | string = ''): Buffer => {
  const body = Buffer.alloc(2);
  body.writeUInt16BE(code);
  return wsFrame(8, Buffer.concat([body, Buffer.from(reason)]));
};

/** What is done to one connection: `key` is that of the request. */
export type RawScript = (socket: Socket, key: string, index: number) => void;

/** A server of bytes: it reads one HTTP request and then does what the script says. */
export class RawServer {
  script: RawScript;
  accepted = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, script: RawScript) {
    this.#server = server;
    this.script = script;
    server.on('connection', (socket) => this.#accept(socket));
  }

  static async open(script: RawScript): Promise<RawServer> {
    const raw = new RawServer(createServer(), script);
    raw.#server.listen(0, '127.0.0.1');
    await once(raw.#server, 'listening');
    return raw;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    const index = this.accepted;
    this.accepted += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    let request = '';
    const read = (chunk: Buffer): void => {
      request += chunk.toString('latin1');
      if (!request.includes('\r\n\r\n')) return;
      socket.off('data', read);
      socket.resume();
      const key = /^sec-websocket-key: *(\S+)/imu.exec(request)?.[1] ?? '';
      this.script(socket, key, index);
    };
    socket.on('data', read);
  }
}
