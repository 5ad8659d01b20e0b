import type { WebSocket } from 'ws';
import type { SocketMark } from '../ledger.ts';

/** One connection of a GUI. Writes are delayed where the gateway is slow, and swallowed once the line is half open. */
export class GuiSocket {
  readonly number: number;
  readonly #socket: WebSocket;
  readonly #mark: SocketMark;
  readonly #delayMs: () => number;
  #halfOpen = false;

  constructor(socket: WebSocket, mark: SocketMark, delayMs: () => number) {
    this.#socket = socket;
    this.#mark = mark;
    this.number = mark.socket;
    this.#delayMs = delayMs;
  }

  get isHalfOpen(): boolean {
    return this.#halfOpen;
  }

  /** Frames that leave one after another stay in order: the delay is the same for all of them. */
  write(data: string | Buffer): void {
    const delay = this.#delayMs();
    if (delay === 0) this.#writeNow(data);
    else setTimeout(() => this.#writeNow(data), delay).unref();
  }

  /** From here the peer sees a living TCP connection that never answers. */
  goHalfOpen(): void {
    this.#halfOpen = true;
    this.#socket.pause();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  closed(at: number, code: number): void {
    this.#mark.closedAt = at;
    this.#mark.closeCode = code;
  }

  #writeNow(data: string | Buffer): void {
    if (this.#halfOpen || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(data);
  }
}
