import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocketServer } from 'ws';
import * as z from 'zod';
import type { Ledger } from '../ledger.ts';
import { type CookieSources, cookieToPush, type LoginRequest } from './cookie-policy.ts';
import {
  connectSuccessFrame,
  type GatewayFrame,
  PLATFORM_NAME,
  pongFrame,
  replyFrame,
  successFrame,
} from './frames.ts';
import { garbageFrames } from './garbage.ts';
import type { GatewayFault } from './gateway-faults.ts';
import { GuiSocket } from './gui-socket.ts';
import { ShopContexts } from './shop-contexts.ts';
import { findViolation } from './spec-check.ts';

const PATH = /^\/ws\/gui\/([^/]+)\/$/u;
const heardSchema = z.looseObject({
  type: z.string(),
  uuid: z.string().optional(),
  store_id: z.string().optional(),
  message_id: z.string().optional(),
});

/** What a business frame of a shop was, told to whoever replies. `frame` is as it was received. */
export type BusinessHeard = { readonly storeId: string; readonly frame: GatewayFrame };

/**
 * The reference back office's end of `ws://<host>/ws/gui/<exe_token>/`. When several GUI sockets are open with the same
 * token, all are heard and get their pongs, but the newest alone is told of shops and replies: two programs would
 * both write to the buyers. When it closes, the one before it is the newest again.
 */
export class ReferenceGateway {
  readonly contexts = new ShopContexts();
  readonly #token: string;
  readonly #ledger: Ledger;
  readonly #now: () => number;
  readonly #seed: string;
  readonly #cookies: CookieSources;
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 64 * 1024 * 1024,
  });
  /** Open sockets, newest last. */
  readonly #sockets: GuiSocket[] = [];
  /** What could not be told because nobody was connected; told to the next GUI, in order. */
  #waiting: GatewayFrame[] = [];
  readonly #seen = new Set<string>();
  readonly #listeners = new Set<(heard: BusinessHeard) => void>();
  #opened = 0;
  #refuseUntil = 0;
  #delayMs = 0;
  #saysSuccess = true;
  #refusal: { readonly status: number; readonly retryAfter: number | null } | null = null;

  constructor(parts: {
    token: string;
    ledger: Ledger;
    now: () => number;
    seed: string;
    cookies: CookieSources;
  }) {
    this.#token = parts.token;
    this.#ledger = parts.ledger;
    this.#now = parts.now;
    this.#seed = parts.seed;
    this.#cookies = parts.cookies;
  }

  /** Hears every business frame that came for the first time; returns its undo. */
  onBusiness(listener: (heard: BusinessHeard) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get openSockets(): number {
    return this.#sockets.length;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#now() < this.#refuseUntil) {
      socket.destroy();
      return;
    }
    const token = PATH.exec(new URL(request.url ?? '/', 'ws://gateway').pathname)?.[1];
    if (token === undefined) return refuseUpgrade(socket, 404, null);
    if (this.#refusal !== null) {
      return refuseUpgrade(socket, this.#refusal.status, this.#refusal.retryAfter);
    }
    if (decoded(token) !== this.#token) return refuseUpgrade(socket, 401, null);
    // As every web server does: it tells the app whether its own clock is right.
    this.#server.once('headers', (headers) =>
      headers.push(`Date: ${new Date(this.#now()).toUTCString()}`),
    );
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      const mark = this.#ledger.socketOpened(++this.#opened);
      const gui = new GuiSocket(accepted, mark, () => this.#delayMs);
      this.#sockets.push(gui);
      accepted.on('message', (data) => this.#listen(gui, data));
      accepted.on('error', () => accepted.terminate());
      accepted.on('close', (code) => {
        gui.closed(this.#now(), code);
        this.#sockets.splice(this.#sockets.indexOf(gui), 1);
      });
      this.#welcome(gui);
    });
  }

  /** Tells the GUI; while none is connected the frame waits for the next one. */
  notify(frame: GatewayFrame): void {
    const newest = this.#newest();
    if (newest === null) this.#waiting.push(frame);
    else this.#write(newest, frame);
  }

  /** Sends exactly this text or frame now; false when nobody is connected. */
  sendNow(frame: GatewayFrame): boolean {
    const newest = this.#newest();
    if (newest === null) return false;
    this.#write(newest, frame);
    return true;
  }

  /**
   * The back office logs a shop in (spec 5.1) with a cookie as its policy has it (spec 6), which is answered. It is told again
   * to every GUI that connects later.
   */
  logIn(request: LoginRequest): string {
    const { storeId, platform } = request;
    const cookie = cookieToPush(request, this.#cookies);
    const platformName = PLATFORM_NAME[platform];
    this.contexts.loggedIn(storeId, cookie, platformName);
    this.sendNow(connectSuccessFrame(storeId, cookie, platformName));
    return cookie;
  }

  applyFault(fault: GatewayFault): void {
    switch (fault.kind) {
      case 'drop':
        this.#refuseUntil = this.#now() + fault.for_ms;
        for (const gui of this.#open()) gui.terminate();
        return;
      case 'half_open':
        for (const gui of this.#sockets) gui.goHalfOpen();
        return;
      case 'reject_token':
        this.#refusal = { status: 401, retryAfter: null };
        for (const gui of this.#open()) gui.close(4001, 'token refused');
        return;
      case 'flood':
        this.#flood(fault.count, fault.store_id, fault.buyer);
        return;
      case 'garbage':
        for (const data of garbageFrames(this.#seed, fault.count, this.#anyStoreId())) {
          this.#newest()?.write(data);
        }
        return;
      case 'slow':
        this.#delayMs = fault.ms;
        return;
      case 'refuse':
        this.#refusal = { status: fault.status, retryAfter: fault.retry_after ?? null };
        for (const gui of this.#open()) gui.close(1012, 'service restart');
        return;
      case 'no_success':
        this.#saysSuccess = false;
        return;
      case 'close':
        for (const gui of this.#open()) gui.close(fault.code, fault.reason);
        return;
      case 'none':
        this.#refuseUntil = 0;
        this.#delayMs = 0;
        this.#refusal = null;
        this.#saysSuccess = true;
        for (const gui of this.#open()) if (gui.isHalfOpen) gui.terminate();
    }
  }

  close(): void {
    for (const gui of this.#open()) gui.terminate();
    this.#server.close();
  }

  /** A copy: sockets leave the list while it is walked. */
  #open(): readonly GuiSocket[] {
    return this.#sockets.slice();
  }

  #newest(): GuiSocket | null {
    return this.#sockets.findLast((gui) => !gui.isHalfOpen) ?? null;
  }

  #anyStoreId(): string {
    return this.contexts.anyStoreId() ?? '00000000-0000-4000-8000-000000000000';
  }

  /** Spec 1.1, then what the back office has to say: the cookies of the shops it has logged in, and what waited. */
  #welcome(gui: GuiSocket): void {
    if (!this.#saysSuccess) return;
    gui.write(JSON.stringify(successFrame()));
    for (const shop of this.contexts.logins()) {
      this.#write(gui, connectSuccessFrame(shop.storeId, shop.cookie, shop.platformName));
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const frame of waiting) this.#write(gui, frame);
  }

  #write(gui: GuiSocket, frame: GatewayFrame): void {
    const shown = frame['type'] === 'connect_success' ? { ...frame, content: '[cookie]' } : frame;
    this.#ledger.frameSent(shown);
    gui.write(JSON.stringify(frame));
  }

  #listen(gui: GuiSocket, data: RawData): void {
    if (gui.isHalfOpen) return;
    let frame: unknown;
    try {
      frame = JSON.parse(textOf(data));
    } catch {
      this.#ledger.malformedReceived('A frame that is not JSON.');
      return;
    }
    const heard = heardSchema.safeParse(frame);
    if (!heard.success) {
      this.#ledger.malformedReceived('A frame that is not an object with a "type".');
      return;
    }
    const { type, uuid, store_id: storeId, message_id: messageId } = heard.data;
    if (type === 'ping') {
      this.#ledger.pingReceived();
      if (uuid === undefined) this.#ledger.violation('A ping without a "uuid".');
      else gui.write(JSON.stringify(pongFrame(uuid)));
      return;
    }
    const isDuplicate =
      storeId !== undefined && messageId !== undefined && this.#sawBefore(storeId, messageId);
    this.#ledger.frameReceived(frame, gui.number, isDuplicate);
    const violation = findViolation(frame);
    if (violation !== null) this.#ledger.violation(violation);
    if (storeId === undefined || isDuplicate) return;
    this.contexts.heard(storeId);
    for (const listener of this.#listeners) listener({ storeId, frame: heard.data });
  }

  #sawBefore(storeId: string, messageId: string): boolean {
    const key = `${storeId}\u001f${messageId}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }

  #flood(count: number, storeId: string | undefined, buyer: string): void {
    const shop = storeId ?? this.#anyStoreId();
    const newest = this.#newest();
    if (newest === null) return;
    for (let index = 1; index <= count; index += 1) {
      this.#write(newest, replyFrame(shop, buyer, `第 ${index} 条`));
    }
  }
}

const textOf = (data: RawData): string => {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
};

const decoded = (token: string): string | null => {
  try {
    return decodeURIComponent(token);
  } catch {
    return null;
  }
};

const refuseUpgrade = (socket: Duplex, status: number, retryAfter: number | null): void => {
  const retry = retryAfter === null ? '' : `Retry-After: ${retryAfter}\r\n`;
  socket.end(
    `HTTP/1.1 ${status} Refused\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  );
};
