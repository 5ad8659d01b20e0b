import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { World } from '../world.ts';

type Frame = Readonly<Record<string, unknown>>;

/** A GUI's end of the gateway for tests: it keeps what it hears and can wait for more. */
export class GuiLine {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  /** Texts that are no JSON object. */
  readonly broken: string[] = [];
  #wake: (() => void) | null = null;

  private constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data) => {
      const text = (data as Buffer).toString('utf8');
      const frame = parsed(text);
      if (frame === null) this.broken.push(text);
      else this.frames.push(frame);
      this.#wake?.();
    });
  }

  /** Opens and waits for the upgrade; rejects when it is refused. */
  static async open(world: World, token: string = world.token): Promise<GuiLine> {
    const line = new GuiLine(`${world.gatewayUrl}/ws/gui/${encodeURIComponent(token)}/`);
    await once(line.socket, 'open');
    return line;
  }

  send(frame: Frame | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Resolves once the frames heard so far satisfy `enough`. */
  async until(enough: (frames: readonly Frame[]) => boolean): Promise<readonly Frame[]> {
    while (!enough(this.frames)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.frames;
  }

  /** Everything that was sent before has been read by the gateway when this resolves. */
  async barrier(uuid: string): Promise<void> {
    this.send({ type: 'ping', uuid });
    await this.until((frames) =>
      frames.some((frame) => frame['type'] === 'pong' && frame['uuid'] === uuid),
    );
  }

  /** Resolves with the close code. */
  async closed(): Promise<number> {
    if (this.socket.readyState === WebSocket.CLOSED) return 1006;
    const [code] = (await once(this.socket, 'close')) as [number];
    return code;
  }
}

const parsed = (text: string): Frame | null => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Frame) : null;
  } catch {
    return null;
  }
};
