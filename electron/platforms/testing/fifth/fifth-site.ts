import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the page of the fifth platform is made of: its one object, and a stream of what is said. */
const DESK = `<!doctype html><title>fifth</title><script>
  const stream = new EventSource('/api/stream');
  window.fifthDesk = {
    say: async (buyer, text) => {
      const answer = await fetch('/api/say', { method: 'POST', body: JSON.stringify({ buyer, text }) });
      return answer.json();
    },
    hear: (listen) => {
      const tell = (event) => listen(JSON.parse(event.data));
      stream.addEventListener('message', tell);
      return () => stream.removeEventListener('message', tell);
    },
  };
</script>`;

export type FifthMessage = {
  /** Longer than a number can hold. */
  readonly id: string;
  readonly buyer: string;
  readonly by: 'buyer' | 'shop';
  readonly text: string;
  readonly at: number;
};
type Shop = {
  readonly name: string;
  readonly said: FifthMessage[];
  readonly open: Set<ServerResponse>;
};

/** The fifth platform itself: shops that are known by their cookie, each with what was said in it. */
export class FifthSite {
  readonly #server: Server;
  readonly #shops = new Map<string, Shop>();
  #lastId = 9_007_199_254_740_993n;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(): Promise<FifthSite> {
    const site = new FifthSite();
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  /** For `simulatedSites`. */
  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers its cookie. */
  addShop(name: string): string {
    const cookie = `desk=${name}-session`;
    this.#shops.set(cookie, { name, said: [], open: new Set() });
    return cookie;
  }

  said(cookie: string): readonly FifthMessage[] {
    return this.#shopOf(cookie)?.said ?? [];
  }

  buyerSays(cookie: string, buyer: string, text: string): FifthMessage {
    const shop = this.#shopOf(cookie);
    if (shop === null) throw new Error('no such shop');
    return this.#keep(shop, { buyer, by: 'buyer', text });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #shopOf(cookie: string | undefined): Shop | null {
    return this.#shops.get(cookie ?? '') ?? null;
  }

  #keep(shop: Shop, words: Pick<FifthMessage, 'buyer' | 'by' | 'text'>): FifthMessage {
    this.#lastId += 1n;
    const message = { id: String(this.#lastId), ...words, at: Date.now() };
    shop.said.push(message);
    for (const page of shop.open) page.write(`data: ${JSON.stringify(message)}\n\n`);
    return message;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const shop = this.#shopOf(request.headers.cookie);
    if (shop === null) {
      const isPage = request.url === '/desk';
      response.writeHead(isPage ? 302 : request.url === '/login' ? 200 : 401, {
        ...(isPage && { location: '/login' }),
      });
      response.end();
      return;
    }
    switch (request.url ?? '') {
      case '/desk':
        response.setHeader('content-type', 'text/html');
        response.end(DESK);
        return;
      case '/api/me':
        response.end(JSON.stringify({ shop: `key of ${shop.name}`, name: shop.name, staff: '7' }));
        return;
      case '/api/messages':
        response.end(JSON.stringify(shop.said));
        return;
      case '/api/stream':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        shop.open.add(response);
        response.on('close', () => shop.open.delete(response));
        return;
      case '/api/say': {
        const { buyer, text } = (await new Response(request).json()) as FifthMessage;
        response.end(JSON.stringify(this.#keep(shop, { buyer, by: 'shop', text })));
        return;
      }
      default:
        response.writeHead(404).end();
    }
  }
}
