import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AddressInfo } from 'node:net';
import { Control } from './control/control.ts';
import { ControlApi } from './control/control-api.ts';
import { populateDemo } from './demo.ts';
import { Refusal, sendJson } from './http/exchange.ts';
import type { CookieSources } from './gateway/cookie-policy.ts';
import { ReferenceGateway } from './gateway/gateway.ts';
import { ScriptedReplies } from './gateway/scripted-replies.ts';
import { LongIds } from './long-ids.ts';
import { Ledger, type LedgerView } from './ledger.ts';
import { PictureShelf } from './media/pictures.ts';
import { Uploads } from './media/uploads.ts';
import { OwnPages } from './pages/own-pages.ts';
import { SimulatedPlatforms } from './platforms/platforms.ts';
import { inventedCookie } from './platforms/sessions.ts';
import { SimulatedWeb } from './platforms/simulated-web.ts';
import { realHostOf } from './platforms/sites.ts';

export type WorldOptions = {
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** The GUI's token; `demo-token` unless given. */
  readonly token?: string;
  /** Leave the other half out. */
  readonly only?: 'gateway' | 'platforms';
  /** The same seed tells the same story. */
  readonly seed?: number;
  /** Fill the world with so many shops of the demo; a world without this starts empty. */
  readonly shops?: number;
  /** With `shops`: no conversations, no scripted buyers, no AI. */
  readonly quiet?: boolean;
  /** Which of 拼多多's two sockets brings the messages; `binary` unless given. */
  readonly pddSocket?: 'binary' | 'json';
  readonly now?: () => number;
};

/** A running sandbox. Everything listens on one port of 127.0.0.1 and is told apart by path and `Host`. */
export type World = {
  readonly port: number;
  readonly token: string;
  /** What the app's `--gateway` takes. */
  readonly gatewayUrl: string;
  /** What the app's `--platforms` takes. */
  readonly platformsUrl: string;
  readonly controlUrl: string;
  /** Base of the pictures, without a slash at the end. */
  readonly mediaUrl: string;
  readonly only: 'gateway' | 'platforms' | null;
  readonly control: Control;
  /** The reference back office itself; null with `only: 'platforms'`. */
  readonly gateway: ReferenceGateway | null;
  now(): number;
  /** An id as the platforms make them, above 2^53. */
  newPlatformId(): string;
  /** What each side saw, from number `after` on (0 is everything). */
  ledger(after?: number): LedgerView;
  /** Runs when the world closes. */
  onClose(undo: () => void): void;
  close(): Promise<void>;
};

/** Starts a sandbox world in this process; rejects when the port is taken. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const now = options.now ?? Date.now;
  const seed = String(options.seed ?? 1);
  const token = options.token ?? 'demo-token';
  const ledger = new Ledger(now);
  const ids = new LongIds(now());
  const platforms =
    options.only === 'gateway' ? null : new SimulatedPlatforms({ ledger, now, seed, ids });
  const cookies = cookieSources(platforms);
  const link =
    options.only === 'platforms'
      ? null
      : new ReferenceGateway({ token, ledger, now, seed, cookies });
  const ai = link === null ? null : new ScriptedReplies(link, seed, now);
  const gateway = link === null || ai === null ? null : { link, ai };
  const control = new Control({ gateway, platforms, seed, now });
  const server = createServer();
  let port = 0;
  const uploads = new Uploads();
  const web =
    platforms === null
      ? null
      : new SimulatedWeb({
          sessions: platforms.sessions,
          shops: () => platforms.shops,
          port: () => port,
          media: () => `http://127.0.0.1:${port}/media`,
          uploads,
          now,
          pddSocket: options.pddSocket ?? 'binary',
        });
  const api = new ControlApi(control, ledger);
  const pages = new OwnPages(new PictureShelf(), uploads);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    route(request, response, { web, api, pages }).catch((error: unknown) => fail(response, error));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (realHostOf(request.headers.host) !== null && web !== null) {
      web.upgrade(request, socket, head);
    } else if (link !== null) link.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  });
  port = await listen(server, options.port ?? 0);
  const base = `127.0.0.1:${port}`;
  const undoes: (() => void)[] = [];
  const world: World = {
    port,
    token,
    mediaUrl: `http://${base}/media`,
    only: options.only ?? null,
    gateway: link,
    now,
    newPlatformId: () => ids.next(),
    gatewayUrl: `ws://${base}`,
    platformsUrl: `http://${base}`,
    controlUrl: `http://${base}`,
    control,
    ledger: (after) => ledger.view(after),
    onClose: (undo) => void undoes.push(undo),
    close: async () => {
      for (const undo of undoes) undo();
      ai?.close();
      link?.close();
      web?.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
  if (options.shops !== undefined && options.shops > 0) {
    populateDemo(world, options.seed ?? 1, {
      shops: options.shops,
      quiet: options.quiet ?? false,
    });
  }
  return world;
};

/** Where no platform is simulated the cookies are invented. */
const cookieSources = (platforms: SimulatedPlatforms | null): CookieSources => {
  const ownSessions = new Set<string>();
  return {
    passThrough: ({ storeId, platform }) => {
      const shop = platforms?.shop(storeId) ?? null;
      return platforms === null || shop === null
        ? inventedCookie(platform, storeId)
        : platforms.sessions.currentCookie(shop);
    },
    plugin: ({ storeId, platform }) => {
      const shop = platforms?.shop(storeId) ?? null;
      if (platforms === null || shop === null) return inventedCookie(platform, `${storeId} plugin`);
      if (ownSessions.has(storeId)) return platforms.sessions.currentCookie(shop);
      ownSessions.add(storeId);
      return platforms.sessions.begin(shop);
    },
  };
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const route = async (
  request: IncomingMessage,
  response: ServerResponse,
  { web, api, pages }: { web: SimulatedWeb | null; api: ControlApi; pages: OwnPages },
): Promise<void> => {
  const host = realHostOf(request.headers.host);
  if (host !== null) {
    if (web === null) throw new Refusal(404, 'This sandbox runs without platforms.');
    await web.serve(request, response, host);
    return;
  }
  // A page of another name that resolves to this machine must not reach the levers.
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u.test(request.headers.host ?? '')) {
    throw new Refusal(421, 'The sandbox answers to 127.0.0.1, localhost and *.localhost only.');
  }
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname.startsWith('/control/')) return api.serve(request, response, url);
  pages.serve(request, response, url.pathname);
};

const fail = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof Refusal) sendJson(response, error.status, { error: error.message });
  else sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
};
