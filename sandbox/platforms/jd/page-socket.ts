import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PageEvent } from '../platform-events.ts';
import type { SimulatedShop } from '../shop.ts';
import type { WebParts } from '../web-parts.ts';
import { chatMessage } from './shapes.ts';

/** Close codes: the page then asks who it is and goes to the login, or stays away. */
const SESSION_ENDED = 4401;
const KICKED = 4403;
/** 京东's code of a login that took the session. */
const KICK_CODE = 4281;

/**
 * The page's own WebSocket, `/_sim/socket?after=<seq>&kicks=<count>`: JSON frames, each with a `type`. `chat_message` and
 * `failure` are the platform's; `seq`, `challenge`, `solved` and `drift` are for the simulated page.
 */
export class PageSocket {
  readonly #parts: WebParts;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #open = new Set<WebSocket>();

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  upgrade(
    request: IncomingMessage,
    { searchParams }: URL,
    socket: Duplex,
    head: Buffer,
    shop: SimulatedShop | null,
  ): void {
    if (shop === null) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (page) =>
      this.#begin(page, shop, searchParams),
    );
  }

  close(): void {
    for (const page of this.#open) page.terminate();
    this.#server.close();
  }

  #begin(page: WebSocket, shop: SimulatedShop, asked: URLSearchParams): void {
    this.#open.add(page);
    const tell = (frame: Readonly<Record<string, unknown>>): void =>
      page.send(JSON.stringify(frame));
    const hear = (event: PageEvent): void => {
      if (page.readyState !== page.OPEN) return;
      this.#tellEvent(event, shop, tell);
      if (event.kind === 'expired') page.close(SESSION_ENDED, 'session ended');
      if (event.kind === 'kicked') page.close(KICKED, 'kicked');
    };
    const after = Number(asked.get('after') ?? shop.line.seq) || 0;
    for (const message of shop.line.since(after)) {
      tell(chatMessage(shop, message, this.#parts.media()));
    }
    tell({ type: 'seq', seq: shop.line.seq });
    for (const event of stateSince(shop, asked.get('kicks'))) hear(event);
    const leave = shop.line.subscribe(hear);
    page.on('error', () => page.terminate());
    page.on('close', () => {
      leave();
      this.#open.delete(page);
    });
  }

  #tellEvent(
    event: PageEvent,
    shop: SimulatedShop,
    tell: (frame: Readonly<Record<string, unknown>>) => void,
  ): void {
    switch (event.kind) {
      case 'message':
        tell(chatMessage(shop, event.message, this.#parts.media()));
        tell({ type: 'seq', seq: event.seq });
        return;
      case 'kicked':
        tell({ type: 'failure', body: { code: KICK_CODE, msg: event.reason, by: event.by } });
        return;
      case 'challenge':
        tell({ type: 'challenge', mode: event.mode });
        return;
      case 'drift':
        tell({ type: 'drift', what: event.what });
        return;
      case 'solved':
        tell({ type: 'solved' });
        return;
      case 'expired':
    }
  }
}

/** What a page cannot know because it happened between its being loaded and its socket's being open. */
const stateSince = (shop: SimulatedShop, kicks: string | null): readonly PageEvent[] => {
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
