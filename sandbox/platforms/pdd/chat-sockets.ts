import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { PageEvent } from '../platform-events.ts';
import type { PlatformRequest } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import type { WebParts } from '../web-parts.ts';
import { chatMessage, kickedMessage } from './shapes.ts';
import { heartbeatFrame, noticeFrame } from './titan-frame.ts';

/** Close code of a socket whose session has ended. */
const SESSION_ENDED = 4401;
const KICKED = 4403;
const HEARTBEAT_EVERY_MS = 15_000;
const HOSTS = { json: 'm-ws.pinduoduo.com', binary: 'titan-ws.pinduoduo.com' } as const;
type Speech = keyof typeof HOSTS;

/**
 * The page's two sockets, `wss://m-ws.pinduoduo.com/` (JSON) and `wss://titan-ws.pinduoduo.com/` (binary): both are open,
 * one of them brings the messages. `?after=<seq>&kicks=<count>` tells what the page knows already. A third, of the sandbox
 * alone, is `/_sim/state`: challenges, their end, and drift.
 */
export class ChatSockets {
  readonly #parts: WebParts;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #open = new Set<WebSocket>();

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  /** False for an address that is none of them. */
  upgrade({ request, url, host, shop }: PlatformRequest, socket: Duplex, head: Buffer): boolean {
    const speech = (['json', 'binary'] as const).find((name) => HOSTS[name] === host);
    if (url.pathname !== (speech === undefined ? '/_sim/state' : '/')) return false;
    if (shop === null) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return true;
    }
    this.#server.handleUpgrade(request, socket, head, (page) => {
      if (speech === undefined) this.#tellState(page, shop);
      else this.#begin(page, shop, speech, url.searchParams);
    });
    return true;
  }

  close(): void {
    for (const page of this.#open) page.terminate();
    this.#server.close();
  }

  #begin(page: WebSocket, shop: SimulatedShop, speech: Speech, asked: URLSearchParams): void {
    const line = speech === 'json' ? new JsonSpeech(page, shop) : new BinarySpeech(page, shop);
    line.greet();
    const bringsMessages = speech === this.#parts.pddSocket;
    const media = this.#parts.media();
    const hear = (event: PageEvent): void => {
      if (page.readyState !== page.OPEN) return;
      if (bringsMessages && event.kind === 'message') {
        line.message(event.seq, chatMessage(shop, event.message, media));
      }
      if (event.kind === 'expired') page.close(SESSION_ENDED, 'session ended');
      if (event.kind === 'kicked') {
        if (bringsMessages) line.system(kickedMessage(event));
        page.close(KICKED, 'kicked');
      }
    };
    const after = Number(asked.get('after') ?? shop.line.seq) || 0;
    for (const [index, message] of shop.line.since(after).entries()) {
      hear({ kind: 'message', seq: after + index + 1, message });
    }
    const kicks = Number(asked.get('kicks') ?? shop.kick.count);
    if (kicks < shop.kick.count) hear({ kind: 'kicked', ...shop.kick });
    const beat = setInterval(() => line.beat(), HEARTBEAT_EVERY_MS);
    beat.unref();
    const leave = bringsMessages ? shop.line.subscribe(hear) : shop.line.overhear(hear);
    this.#hold(page, leave, () => clearInterval(beat));
  }

  #tellState(page: WebSocket, shop: SimulatedShop): void {
    const hear = (event: PageEvent): void => {
      const isState = ['challenge', 'solved', 'drift'].includes(event.kind);
      if (isState && page.readyState === page.OPEN) page.send(JSON.stringify(event));
    };
    // What a page cannot know because it happened between its being loaded and this socket's being open.
    const drift = shop.faults.get('drift');
    if (drift !== null) hear(drift);
    const challenge = shop.faults.get('challenge');
    if (challenge !== null) hear(challenge);
    this.#hold(page, shop.line.overhear(hear));
  }

  #hold(page: WebSocket, ...undo: readonly (() => void)[]): void {
    this.#open.add(page);
    page.on('error', () => page.terminate());
    page.on('close', () => {
      for (const run of undo) run();
      this.#open.delete(page);
    });
  }
}

class JsonSpeech {
  readonly #page: WebSocket;
  readonly #shop: SimulatedShop;

  constructor(page: WebSocket, shop: SimulatedShop) {
    this.#page = page;
    this.#shop = shop;
  }

  greet(): void {
    this.#tell({ response: 'auth', auth: { result: 'ok' }, uid: this.#shop.agent.id, status: 1 });
  }

  message(_seq: number, message: unknown): void {
    const target = { mall_id: this.#shop.shopKey, mms_uid: this.#shop.agent.id };
    if (this.#shop.faults.get('drift')?.what === 'codec') this.#page.send(`v2|${String(message)}`);
    else this.#tell({ response: 'push', message, result: 'ok', target });
  }

  system(message: unknown): void {
    this.#tell({ response: 'mall_system_msg', message });
  }

  beat(): void {
    this.#tell({ response: 'pong' });
  }

  #tell(json: unknown): void {
    this.#page.send(JSON.stringify(json));
  }
}

class BinarySpeech {
  readonly #page: WebSocket;
  readonly #shop: SimulatedShop;

  constructor(page: WebSocket, shop: SimulatedShop) {
    this.#page = page;
    this.#shop = shop;
  }

  greet(): void {
    this.beat();
  }

  message(seq: number, message: unknown): void {
    const data = [{ chat_type_id: 1, message }];
    this.#tell(seq, { push_type: 2, push_data: { seq_type: 1, seq_id: seq, data } });
  }

  system(message: unknown): void {
    this.#tell(this.#shop.line.seq, { response: 'mall_system_msg', message });
  }

  beat(): void {
    this.#page.send(heartbeatFrame());
  }

  #tell(seq: number, json: unknown): void {
    const isDrifted = this.#shop.faults.get('drift')?.what === 'codec';
    this.#page.send(noticeFrame({ json, seq, isDrifted }));
  }
}
