import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PageEvent } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import type { WebParts } from '../web-parts.ts';
import { pigeonMessage } from './shapes.ts';

/** Close code of a stream whose session has ended; the page then asks who it is and goes to the login. */
const SESSION_ENDED = 4401;
const KICKED = 4403;

/** The page's own WebSocket, `/_sim/stream?after=<seq>&kicks=<count>`: everything that the platform pushes, as JSON frames. */
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
    const asked = new URL(request.url ?? '/', 'ws://x').searchParams;
    this.#server.handleUpgrade(request, socket, head, (page) => this.#begin(page, shop, asked));
  }

  close(): void {
    for (const page of this.#open) page.terminate();
    this.#server.close();
  }

  #begin(page: WebSocket, shop: SimulatedShop, asked: URLSearchParams): void {
    this.#open.add(page);
    const media = this.#parts.media();
    const tell = (frame: Readonly<Record<string, unknown>>): void =>
      page.send(JSON.stringify(frame));
    const after = asked.get('after');
    const missed = after === null ? [] : shop.line.since(Number(after) || 0);
    tell({
      kind: 'hello',
      seq: shop.line.seq,
      batch: missed.map((message) => pigeonMessage(shop, message, media)),
    });
    const hear = (event: PageEvent): void => {
      if (page.readyState !== page.OPEN) return;
      tell(frameOf(event, shop, media));
      if (event.kind === 'expired') page.close(SESSION_ENDED, 'session ended');
      if (event.kind === 'kicked') page.close(KICKED, 'kicked');
    };
    for (const event of whatHappenedSince(shop, asked.get('kicks'))) hear(event);
    const leave = shop.line.subscribe(hear);
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

/** What a page cannot know because it happened between its being loaded and its stream's being open. */
const whatHappenedSince = (shop: SimulatedShop, kicks: string | null): readonly PageEvent[] => {
  const events: PageEvent[] = [];
  const drift = shop.faults.get('drift');
  if (drift !== null) events.push({ kind: 'drift', what: drift.what });
  const challenge = shop.faults.get('challenge');
  if (challenge !== null) events.push({ kind: 'challenge', mode: challenge.mode });
  if (kicks !== null && Number(kicks) < shop.kick.count) {
    events.push({ kind: 'kicked', by: shop.kick.by, reason: shop.kick.reason });
  }
  return events;
};
