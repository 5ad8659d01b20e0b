import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { PageEvent } from '../platform-events.ts';
import type { PlatformRequest, PlatformSockets } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import { closeAfter, missedState, PageSockets } from '../site/page-sockets.ts';
import type { WebParts } from '../web-parts.ts';
import { chatMessage, kickedMessage } from './shapes.ts';
import { heartbeatFrame, noticeFrame } from './titan-frame.ts';

const HEARTBEAT_EVERY_MS = 15_000;
const HOSTS = { json: 'm-ws.pinduoduo.com', binary: 'titan-ws.pinduoduo.com' } as const;
type Speech = keyof typeof HOSTS;

/**
 * The page's two sockets, `wss://m-ws.pinduoduo.com/` (JSON) and `wss://titan-ws.pinduoduo.com/` (binary): both are open,
 * one of them brings the messages. `?after=<seq>&kicks=<count>` tells what the page knows already. A third, of the sandbox
 * alone, is `/_sim/state`: challenges, their end, and drift.
 */
export class ChatSockets implements PlatformSockets {
  readonly #parts: WebParts;
  readonly #sockets = new PageSockets();

  constructor(parts: WebParts) {
    this.#parts = parts;
  }

  upgrade(asked: PlatformRequest, socket: Duplex, head: Buffer): boolean {
    const { url, host } = asked;
    const speech = (['json', 'binary'] as const).find((name) => HOSTS[name] === host);
    if (url.pathname !== (speech === undefined ? '/_sim/state' : '/')) return false;
    this.#sockets.acceptOf(asked, socket, head, (page, shop) =>
      speech === undefined
        ? this.#tellState(page, shop)
        : this.#begin(page, shop, speech, url.searchParams),
    );
    return true;
  }

  close(): void {
    this.#sockets.close();
  }

  #begin(page: WebSocket, shop: SimulatedShop, speech: Speech, asked: URLSearchParams): () => void {
    const line = speech === 'json' ? speakJson(page, shop) : speakBinary(page, shop);
    line.greet();
    const bringsMessages = speech === this.#parts.pddSocket;
    const media = this.#parts.media();
    const listener = (event: PageEvent): void => {
      if (page.readyState !== page.OPEN) return;
      if (bringsMessages && event.kind === 'message') {
        line.message(event.seq, chatMessage(shop, event.message, media));
      }
      if (bringsMessages && event.kind === 'kicked') line.system(kickedMessage(event));
      closeAfter(page, event);
    };
    const after = Number(asked.get('after') ?? shop.line.seq) || 0;
    for (const [index, message] of shop.line.since(after).entries()) {
      listener({ kind: 'message', seq: after + index + 1, message });
    }
    for (const event of missedState(shop, asked.get('kicks'))) listener(event);
    const beat = setInterval(() => line.beat(), HEARTBEAT_EVERY_MS);
    beat.unref();
    const leave = bringsMessages ? shop.line.subscribe(listener) : shop.line.overhear(listener);
    return () => {
      leave();
      clearInterval(beat);
    };
  }

  #tellState(page: WebSocket, shop: SimulatedShop): () => void {
    const listener = (event: PageEvent): void => {
      const isState = ['challenge', 'solved', 'drift'].includes(event.kind);
      if (isState && page.readyState === page.OPEN) page.send(JSON.stringify(event));
    };
    for (const event of missedState(shop, null)) listener(event);
    return shop.line.overhear(listener);
  }
}

type Speaking = {
  greet(): void;
  message(seq: number, message: unknown): void;
  system(message: unknown): void;
  beat(): void;
};

const speakJson = (page: WebSocket, shop: SimulatedShop): Speaking => {
  const notify = (json: unknown): void => page.send(JSON.stringify(json));
  return {
    greet: () =>
      notify({ response: 'auth', auth: { result: 'ok' }, uid: shop.agent.id, status: 1 }),
    message: (_seq, message) => {
      const target = { mall_id: shop.shopKey, mms_uid: shop.agent.id };
      if (shop.faults.get('drift')?.what === 'codec') page.send(`v2|${String(message)}`);
      else notify({ response: 'push', message, result: 'ok', target });
    },
    system: (message) => notify({ response: 'mall_system_msg', message }),
    beat: () => notify({ response: 'pong' }),
  };
};

const speakBinary = (page: WebSocket, shop: SimulatedShop): Speaking => {
  const notify = (seq: number, json: unknown): void => {
    const isDrifted = shop.faults.get('drift')?.what === 'codec';
    page.send(noticeFrame({ json, seq, isDrifted }));
  };
  const beat = (): void => page.send(heartbeatFrame());
  return {
    greet: beat,
    message: (seq, message) => {
      const data = [{ chat_type_id: 1, message }];
      notify(seq, { push_type: 2, push_data: { seq_type: 1, seq_id: seq, data } });
    },
    system: (message) => notify(shop.line.seq, { response: 'mall_system_msg', message }),
    beat,
  };
};
