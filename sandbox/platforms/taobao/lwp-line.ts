import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import * as z from 'zod';
import type { PageEvent } from '../platform-events.ts';
import type { PlatformRequest, PlatformSockets } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import { closeAfter, missedState, PageSockets } from '../site/page-sockets.ts';
import type { WebParts } from '../web-parts.ts';
import type { LoginTokens } from './login-tokens.ts';
import { answerTo, type LwpAnswer } from './lwp-requests.ts';
import { syncPackage, uidOf } from './shapes.ts';

export const SOCKET_HOST = 'wss-cntaobao.dingtalk.com';

const frameSchema = z.object({
  lwp: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
});
type Frame = z.output<typeof frameSchema>;

/**
 * `wss-cntaobao.dingtalk.com`: the page's own socket, JSON frames in the LWP manner. No cookie comes to this host: who it is
 * the page says by `/reg` with its token. Pushes are requests of ours that the page answers with 200; nothing depends on it here.
 */
export class LwpLine implements PlatformSockets {
  readonly #parts: WebParts;
  readonly #logins: LoginTokens;
  readonly #sockets = new PageSockets();

  constructor(parts: WebParts, logins: LoginTokens) {
    this.#parts = parts;
    this.#logins = logins;
  }

  upgrade({ request, host }: PlatformRequest, socket: Duplex, head: Buffer): boolean {
    if (host !== SOCKET_HOST) return false;
    this.#sockets.accept(request, socket, head, (page) => this.#begin(page));
    return true;
  }

  close(): void {
    this.#sockets.close();
  }

  #begin(page: WebSocket): () => void {
    let registered: Registered | null = null;
    page.on('message', (data) => {
      const frame = frameOf(data);
      // An answer without an address is the page's word that it has our push.
      if (frame?.lwp === undefined) return;
      const headers = { mid: frame.headers['mid'] ?? '' };
      const answer = (more: LwpAnswer, extra: Record<string, string> = {}): void =>
        notify(page, { headers: { ...headers, ...extra }, ...more });
      switch (frame.lwp) {
        case '/!':
          answer({ code: 200, body: {} }, { 'server-timestamp': String(this.#parts.now()) });
          return;
        case '/reg': {
          registered?.leave();
          registered = this.#register(page, frame);
          if (registered === null) answer({ code: 401, body: { reason: 'token is invalid' } });
          else {
            const reg = { 'reg-sid': 'sim', 'reg-uid': uidOf(registered.shop.shopKey) };
            answer({ code: 200, body: {} }, reg);
            registered.catchUp();
          }
          return;
        }
        default:
          if (registered === null) answer({ code: 401, body: { reason: 'not registered' } });
          else void this.#answer(registered.shop, frame, answer);
      }
    });
    return () => registered?.leave();
  }

  async #answer(
    shop: SimulatedShop,
    { lwp = '', body }: Frame,
    answer: (more: LwpAnswer) => void,
  ): Promise<void> {
    const delay = shop.faults.get('slow')?.ms ?? 0;
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const given = answerTo(shop, lwp, body, this.#parts.media());
    if (given !== null) answer(given);
  }

  #register(page: WebSocket, { headers }: Frame): Registered | null {
    const shop = this.#logins.take(headers['token'] ?? '', headers['did'] ?? '');
    return shop === null ? null : new Registered(page, shop, headers['sync'] ?? '', this.#parts);
  }
}

/** A page that has told who it is, until it leaves. */
class Registered {
  readonly shop: SimulatedShop;
  readonly #page: WebSocket;
  readonly #parts: WebParts;
  /** `<seq>,<kicks>`: what the page knows of already. */
  readonly #known: readonly string[];
  readonly #pushed = new Set<number>();
  readonly #undo: () => void;
  #mid = 0;

  constructor(page: WebSocket, shop: SimulatedShop, sync: string, parts: WebParts) {
    this.shop = shop;
    this.#page = page;
    this.#parts = parts;
    this.#known = sync.split(',');
    this.#undo = shop.line.subscribe((event) => this.#listen(event));
  }

  leave(): void {
    this.#undo();
  }

  /** What the page cannot know because it happened before it was registered. */
  catchUp(): void {
    const [seq, kicks = null] = this.#known;
    const missed = this.shop.line.since(Number(seq) || 0);
    if (missed.length > 0)
      this.#push('/s/sync', syncPackage(this.shop, missed, this.#parts.media()));
    this.#push('/_sim/seq', this.shop.line.seq);
    for (const event of missedState(this.shop, kicks)) this.#listen(event);
  }

  #listen(event: PageEvent): void {
    switch (event.kind) {
      case 'message': {
        // What comes again comes as a synchronisation, as a page sees it that was woken twice.
        const name = this.#pushed.has(event.seq) ? '/s/sync' : '/s/para';
        this.#pushed.add(event.seq);
        this.#push(name, syncPackage(this.shop, [event.message], this.#parts.media()));
        this.#push('/_sim/seq', event.seq);
        return;
      }
      case 'kicked':
        this.#push('/s/session/remove', { reason: event.reason, by: event.by });
        closeAfter(this.#page, event);
        return;
      case 'expired':
        closeAfter(this.#page, event);
        return;
      case 'challenge':
      case 'solved':
      case 'drift':
        this.#push(`/_sim/${event.kind}`, event);
    }
  }

  #push(lwp: string, body: unknown): void {
    this.#mid += 1;
    notify(this.#page, { lwp, headers: { mid: `${this.#mid} 0` }, body });
  }
}

const notify = (page: WebSocket, frame: Readonly<Record<string, unknown>>): void => {
  if (page.readyState === page.OPEN) page.send(JSON.stringify(frame));
};

const frameOf = (data: unknown): Frame | null => {
  try {
    return frameSchema.parse(JSON.parse((data as Buffer).toString('utf8')));
  } catch {
    return null;
  }
};
