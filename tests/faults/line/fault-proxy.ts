import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `toServer` is what the client sends. */
export type Direction = 'toServer' | 'toClient';

/**
 * How a connection ends or goes bad. `fin`: closed in order on both sides, what was forwarded still arrives. `rst`: torn off on
 * both sides, what the kernels hold is lost. `halfOpen`: both sockets stand, and nothing goes through any more.
 */
export type Cut = 'fin' | 'rst' | 'halfOpen';

/** What befalls the bytes of one direction. */
export type DirectionFault = {
  /** Each chunk arrives so much later. */
  readonly delayMs?: number;
  readonly bytesPerSecond?: number;
  /** One write a byte, without Nagle's delay: the other side sees segments of one byte. */
  readonly oneByteSegments?: boolean;
  /** After exactly so many bytes of this direction were forwarded; 0 is on the first byte. */
  readonly cutAfter?: { readonly bytes: number; readonly by: Cut };
};

/** What befalls one connection. `refuse`: accepted and reset at once. `silent`: accepted, read, and never answered. */
export type Plan = 'refuse' | 'silent' | { readonly [Side in Direction]?: DirectionFault };

const SLICES_PER_SECOND = 20;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Resolves when the kernel has it, or when there is nobody to have it. */
const write = (sink: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => sink.write(bytes, () => resolve()));

/** The bytes of one direction, one chunk after another: a slow sink stops the source. */
class Pipe {
  /** Bytes that the sink's kernel took. */
  forwarded = 0;
  readonly #source: Socket;
  readonly #sink: Socket;
  readonly #fault: DirectionFault;
  readonly #cut: (by: Cut) => void;
  #isSwallowing = false;
  #isStalled = false;
  #isCarrying = false;

  constructor(source: Socket, sink: Socket, fault: DirectionFault, cut: (by: Cut) => void) {
    this.#source = source;
    this.#sink = sink;
    this.#fault = fault;
    this.#cut = cut;
    sink.setNoDelay(true);
    source.on('data', (chunk: Buffer) => void this.#take(chunk));
    source.on('end', () => {
      if (!this.#isSwallowing) sink.end();
    });
  }

  swallow(): void {
    this.#isSwallowing = true;
    this.stall(false);
  }

  /** Reads nothing: the source's kernel, and then the source, fill up. */
  stall(isStalled: boolean): void {
    this.#isStalled = isStalled;
    this.#flow();
  }

  #flow(): void {
    if (this.#isStalled || this.#isCarrying) this.#source.pause();
    else this.#source.resume();
  }

  async #take(chunk: Buffer): Promise<void> {
    if (this.#isSwallowing) return;
    this.#isCarrying = true;
    this.#flow();
    await this.#carry(chunk);
    this.#isCarrying = false;
    this.#flow();
  }

  async #carry(chunk: Buffer): Promise<void> {
    const { delayMs = 0, cutAfter } = this.#fault;
    if (delayMs > 0) await wait(delayMs);
    const room = cutAfter === undefined ? chunk.length : cutAfter.bytes - this.forwarded;
    for (const [part, pauseMs] of this.#parts(chunk.subarray(0, room))) {
      if (this.#isSwallowing) return;
      await write(this.#sink, part);
      this.forwarded += part.length;
      if (pauseMs > 0) await wait(pauseMs);
    }
    if (cutAfter !== undefined && this.forwarded >= cutAfter.bytes) this.#cut(cutAfter.by);
  }

  /** The bytes as they are written, and how long to wait after each. */
  *#parts(bytes: Buffer): Generator<readonly [Buffer, number]> {
    const { oneByteSegments = false, bytesPerSecond } = this.#fault;
    const slice = Math.max(1, Math.floor((bytesPerSecond ?? 0) / SLICES_PER_SECOND));
    const step = oneByteSegments ? 1 : bytesPerSecond === undefined ? bytes.length : slice;
    const pauseMs = bytesPerSecond === undefined ? 0 : (1_000 * step) / bytesPerSecond;
    for (let at = 0; at < bytes.length; at += step) yield [bytes.subarray(at, at + step), pauseMs];
  }
}

/** One client's connection through the proxy. */
export class ProxyConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #pipes: Readonly<Record<Direction, Pipe>>;
  #cutBy: Cut | null = null;

  constructor(client: Socket, server: Socket, plan: Exclude<Plan, string>) {
    this.#client = client;
    this.#server = server;
    const cut = (by: Cut): void => this.cut(by);
    this.#pipes = {
      toServer: new Pipe(client, server, plan.toServer ?? {}, cut),
      toClient: new Pipe(server, client, plan.toClient ?? {}, cut),
    };
    this.#follow(client, server);
    this.#follow(server, client);
  }

  /** The cut that was made, null while there was none. */
  get cutBy(): Cut | null {
    return this.#cutBy;
  }

  /** True while the client's side stands. */
  get isOpen(): boolean {
    return !this.#client.destroyed;
  }

  forwarded(direction: Direction): number {
    return this.#pipes[direction].forwarded;
  }

  cut(by: Cut): void {
    if (this.#cutBy !== null) return;
    this.#cutBy = by;
    for (const pipe of Object.values(this.#pipes)) pipe.swallow();
    if (by === 'halfOpen') return;
    for (const socket of [this.#client, this.#server]) {
      // After `end` it goes on reading: unread bytes would turn the end into a reset.
      if (by === 'fin') socket.end();
      else socket.resetAndDestroy();
    }
  }

  stall(direction: Direction, isStalled = true): void {
    this.#pipes[direction].stall(isStalled);
  }

  destroy(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** A side that is gone takes the other with it; over a line that is half open nobody hears of it. */
  #follow(gone: Socket, other: Socket): void {
    gone.on('error', () => {});
    gone.on('close', (isBroken) => {
      if (this.#cutBy === 'halfOpen') return;
      if (isBroken) other.resetAndDestroy();
      else other.end();
    });
  }
}

/**
 * A TCP proxy on loopback that does to each connection what its plan says. Backpressure goes through it. `plan` may be replaced at
 * any time and holds for the connections to come; `index` counts from 0.
 */
export class FaultProxy {
  plan: (index: number) => Plan = () => ({});
  /** Those that were forwarded, oldest first. */
  readonly connections: ProxyConnection[] = [];
  /** All that were accepted, refused and silent ones included. */
  accepted = 0;
  readonly #listener: Server;
  readonly #idle = new Set<Socket>();

  private constructor(listener: Server, port: number) {
    this.#listener = listener;
    listener.on('connection', (client) => this.#accept(client, port));
  }

  /** In front of a server on loopback. */
  static async open(port: number, plan?: (index: number) => Plan): Promise<FaultProxy> {
    const listener = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const proxy = new FaultProxy(listener, port);
    if (plan !== undefined) proxy.plan = plan;
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return proxy;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#listener.address() as AddressInfo).port}`;
  }

  get last(): ProxyConnection {
    const last = this.connections.at(-1);
    if (last === undefined) throw new Error('nobody has connected');
    return last;
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.destroy();
    for (const socket of this.#idle) socket.destroy();
    this.#listener.close();
    await once(this.#listener, 'close');
  }

  #accept(client: Socket, port: number): void {
    const plan = this.plan(this.accepted);
    this.accepted += 1;
    if (plan === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    if (plan === 'silent') {
      this.#idle.add(client);
      client.on('error', () => {});
      client.resume();
      return;
    }
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.connections.push(new ProxyConnection(client, server, plan));
    client.resume();
  }
}
