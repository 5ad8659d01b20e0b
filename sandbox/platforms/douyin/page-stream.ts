import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PageEvent } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import { closeAfter, missedState, PageSockets, refuseSocket } from '../site/page-sockets.ts';
import type { WebParts } from '../web-parts.ts';
import { pigeonMessage } from './shapes.ts';

/** The page's own WebSocket, `/_sim/stream?after=<seq>&kicks=<count>`: everything that the platform pushes, as JSON frames. */
export class PageStream {
  readonly #parts: WebParts;
  readonly #sockets = new PageSockets();

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
      refuseSocket(socket);
      return;
    }
    const asked = new URL(request.url ?? '/', 'ws://x').searchParams;
    this.#sockets.accept(request, socket, head, (page) => this.#begin(page, shop, asked));
  }

  close(): void {
    this.#sockets.close();
  }

  #begin(page: WebSocket, shop: SimulatedShop, asked: URLSearchParams): () => void {
    const media = this.#parts.media();
    const notify = (frame: Readonly<Record<string, unknown>>): void =>
      page.send(JSON.stringify(frame));
    const after = asked.get('after');
    const missed = after === null ? [] : shop.line.since(Number(after) || 0);
    notify({
      kind: 'hello',
      seq: shop.line.seq,
      batch: missed.map((message) => pigeonMessage(shop, message, media)),
    });
    const listener = (event: PageEvent): void => {
      if (page.readyState !== page.OPEN) return;
      notify(frameOf(event, shop, media));
      closeAfter(page, event);
    };
    for (const event of missedState(shop, asked.get('kicks'))) listener(event);
    return shop.line.subscribe(listener);
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
