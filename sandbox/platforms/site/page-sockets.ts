import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PageEvent } from '../platform-events.ts';
import type { PlatformRequest, PlatformSockets } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import type { WebParts } from '../web-parts.ts';

/** Close codes of a page's socket: the page then asks who it is and goes to the login, or stays away. */
const SESSION_ENDED = 4401;
const KICKED = 4403;

/** The open sockets of a platform's pages. */
export class PageSockets {
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #open = new Set<WebSocket>();

  /** `begin` answers what is to be undone when the socket is closed. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    begin: (page: WebSocket) => () => void,
  ): void {
    this.#server.handleUpgrade(request, socket, head, (page) => {
      this.#open.add(page);
      const leave = begin(page);
      page.on('error', () => page.terminate());
      page.on('close', () => {
        leave();
        this.#open.delete(page);
      });
    });
  }

  /** For the pages of one shop; one that comes without a session is refused. */
  acceptOf(
    { request, shop }: PlatformRequest,
    socket: Duplex,
    head: Buffer,
    begin: (page: WebSocket, shop: SimulatedShop) => () => void,
  ): void {
    if (shop === null) socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    else this.accept(request, socket, head, (page) => begin(page, shop));
  }

  close(): void {
    for (const page of this.#open) page.terminate();
    this.#server.close();
  }
}

/** A page of a shop that has just come; `asked` says what it knows already. */
export type Arrival = {
  readonly page: WebSocket;
  readonly shop: SimulatedShop;
  readonly asked: URLSearchParams;
};

/** The one socket of a platform's pages; what is said on it is the platform's. */
export abstract class PageSocket implements PlatformSockets {
  protected readonly parts: WebParts;
  protected abstract readonly path: string;
  readonly #sockets = new PageSockets();

  constructor(parts: WebParts) {
    this.parts = parts;
  }

  upgrade(asked: PlatformRequest, socket: Duplex, head: Buffer): boolean {
    const { pathname, searchParams } = asked.url;
    if (pathname !== this.path) return false;
    this.#sockets.acceptOf(asked, socket, head, (page, shop) =>
      this.begin({ page, shop, asked: searchParams }),
    );
    return true;
  }

  close(): void {
    this.#sockets.close();
  }

  /** Answers what is to be undone when the socket is closed. */
  protected abstract begin(arrival: Arrival): () => void;
}

/** Ends the socket where the event says so. */
export const closeAfter = (page: WebSocket, { kind }: PageEvent): void => {
  if (kind === 'expired') page.close(SESSION_ENDED, 'session ended');
  if (kind === 'kicked') page.close(KICKED, 'kicked');
};

/**
 * What a page cannot know because it happened between its being loaded and its socket's being open. `kicks`: how many it
 * knew of; null for a page that does not tell.
 */
export const missedState = (shop: SimulatedShop, kicks: string | null): readonly PageEvent[] => {
  const { faults, kick } = shop;
  const standing = [faults.get('drift'), faults.get('challenge')].filter((event) => event !== null);
  const isKicked = kicks !== null && Number(kicks) < kick.count;
  return isKicked ? [...standing, { kind: 'kicked', by: kick.by, reason: kick.reason }] : standing;
};
