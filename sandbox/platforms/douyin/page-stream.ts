import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PageEvent, SimulatedShop } from '../shop.ts';
import type { WebParts } from '../web-parts.ts';
import { pigeonMessage } from './shapes.ts';

/** Close code of a stream whose session has ended; the page then asks who it is and goes to the login. */
const SESSION_ENDED = 4401;
const KICKED = 4403;

/** The page's own WebSocket, `/_sim/stream?after=<seq>`: everything that the platform pushes, as JSON frames. */
export class PageStream {
  readonly #parts: WebParts;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #open = new Set<WebSocket>();

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    shop: SimulatedShop | null,
  ): void {
    if (shop === null) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    const asked = new URL(request.url ?? '/', 'ws://x').searchParams.get('after');
    this.#server.handleUpgrade(request, socket, head, (page) => this.#begin(page, shop, asked));
  }

  close(): void {
    for (const page of this.#open) page.terminate();
    this.#server.close();
  }

  #begin(page: WebSocket, shop: SimulatedShop, after: string | null): void {
    this.#open.add(page);
    const media = this.#parts.media();
    const tell = (frame: Readonly<Record<string, unknown>>): void =>
      page.send(JSON.stringify(frame));
    const missed = after === null ? [] : shop.line.since(Number(after) || 0);
    tell({
      kind: 'hello',
      seq: shop.line.seq,
      batch: missed.map((message) => pigeonMessage(shop, message, media)),
    });
    const leave = shop.line.subscribe((event) => {
      if (page.readyState !== page.OPEN) return;
      tell(frameOf(event, shop, media));
      if (event.kind === 'expired') page.close(SESSION_ENDED, 'session ended');
      if (event.kind === 'kicked') page.close(KICKED, 'kicked');
    });
    page.on('error', () => page.terminate());
    page.on('close', () => {
      leave();
      this.#open.delete(page);
    });
  }
}

const frameOf = (
  event: PageEvent,
  shop: SimulatedShop,
  media: string,
): Readonly<Record<string, unknown>> =>
  event.kind === 'message'
    ? { kind: 'message', seq: event.seq, message: pigeonMessage(shop, event.message, media) }
    : event;
