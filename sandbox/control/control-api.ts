import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson, refuseForeign, Refusal, sendJson } from '../http/exchange.ts';
import { gatewayFaultSchema } from '../gateway/gateway-faults.ts';
import type { Ledger } from '../ledger.ts';
import { shopFaultSchema } from '../platforms/shop-faults.ts';
import {
  aiSchema,
  frameSchema,
  loginSchema,
  newShopSchema,
  saySchema,
  staffSchema,
  verifySchema,
} from './bodies.ts';
import type { Control } from './control.ts';

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Decoded parts of the path, in the order of the pattern's groups. */
  readonly parts: readonly string[];
};
type Route = {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly run: (exchange: Exchange) => Promise<unknown>;
};

const LAST_FRAMES = 40;

/** `/control/…`: the levers of the world as JSON over HTTP. Every refusal answers `{error}` with one sentence. */
export class ControlApi {
  readonly #control: Control;
  readonly #ledger: Ledger;
  readonly #routes: readonly Route[];

  constructor(control: Control, ledger: Ledger) {
    this.#control = control;
    this.#ledger = ledger;
    this.#routes = [...this.#shopRoutes(), ...this.#worldRoutes()];
  }

  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    refuseForeign(request);
    const matching = this.#routes.filter(({ path }) => path.test(url.pathname));
    const route = matching.find(({ method }) => method === request.method);
    if (route === undefined) {
      throw matching.length > 0
        ? new Refusal(405, `${url.pathname} does not take ${request.method ?? 'this method'}.`)
        : new Refusal(404, `The control API has no ${url.pathname}.`);
    }
    const parts = (route.path.exec(url.pathname) ?? []).slice(1).map(decodePart);
    const answer = await route.run({ request, response, url, parts });
    if (answer !== undefined) sendJson(response, 200, answer);
  }

  #shopRoutes(): readonly Route[] {
    const control = this.#control;
    return [
      get(/^\/control\/shops$/u, async () => ({ shops: control.overview() })),
      post(/^\/control\/shops$/u, async ({ request }) =>
        control.createShop(await readJson(request, newShopSchema)),
      ),
      post(/^\/control\/shops\/([^/]+)\/login$/u, async ({ request, parts: [id = ''] }) => {
        const { cookie } = await readJson(request, loginSchema);
        return control.login(id, cookie);
      }),
      post(
        /^\/control\/shops\/([^/]+)\/buyers\/([^/]+)\/say$/u,
        async ({ request, parts: [id = '', pin = ''] }) =>
          control.say(id, pin, await readJson(request, saySchema)),
      ),
      get(
        /^\/control\/shops\/([^/]+)\/buyers\/([^/]+)\/events$/u,
        async ({ request, response, parts: [id = '', pin = ''] }) => {
          this.#streamScreen(request, response, id, pin);
          return undefined;
        },
      ),
      post(/^\/control\/shops\/([^/]+)\/staff$/u, async ({ request, parts: [id = ''] }) => {
        const { staff } = await readJson(request, staffSchema);
        control.setStaff(id, staff);
        return { staff: staff.length };
      }),
      post(/^\/control\/shops\/([^/]+)\/fault$/u, async ({ request, parts: [id = ''] }) => ({
        fault: control.shopFault(id, await readJson(request, shopFaultSchema)),
      })),
      post(/^\/control\/shops\/([^/]+)\/solve$/u, async ({ parts: [id = ''] }) =>
        control.solve(id),
      ),
      post(/^\/control\/shops\/([^/]+)\/ai$/u, async ({ request, parts: [id = ''] }) => {
        const { enabled } = await readJson(request, aiSchema);
        control.setAi(id, enabled);
        return { enabled };
      }),
      post(/^\/control\/shops\/([^/]+)\/verify$/u, async ({ request, parts: [id = ''] }) => {
        const { content, buyer } = await readJson(request, verifySchema);
        control.verify(id, content, buyer ?? null);
        return { sent: true };
      }),
    ];
  }

  #worldRoutes(): readonly Route[] {
    const control = this.#control;
    return [
      post(/^\/control\/gateway\/send$/u, async ({ request }) => {
        control.gatewaySend(await readJson(request, frameSchema));
        return { sent: true };
      }),
      post(/^\/control\/gateway\/fault$/u, async ({ request }) => ({
        fault: control.gatewayFault(await readJson(request, gatewayFaultSchema)),
      })),
      get(/^\/control\/ledger$/u, async ({ url }) => this.#ledger.view(afterOf(url))),
      get(/^\/control\/overview$/u, async () => ({
        shops: control.overview(),
        sockets: control.openSockets,
        frames: this.#ledger.lastFrames(LAST_FRAMES),
      })),
    ];
  }

  /** Server-sent events: the buyer's whole screen, then every message as it arrives. */
  #streamScreen(
    request: IncomingMessage,
    response: ServerResponse,
    storeId: string,
    pin: string,
  ): void {
    const shop = this.#control.shop(storeId);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const notify = (entry: unknown): void => {
      response.write(`data: ${JSON.stringify(entry)}\n\n`);
    };
    response.write('retry: 1000\n\n');
    const last = Number(request.headers['last-event-id'] ?? 0);
    for (const seen of this.#ledger.seenBy(storeId, pin, Number.isInteger(last) ? last : 0))
      notify(seen);
    const leave = shop.onBuyerScreen(pin, notify);
    request.on('close', leave);
  }
}

const get = (path: RegExp, run: Route['run']): Route => ({ method: 'GET', path, run });
const post = (path: RegExp, run: Route['run']): Route => ({ method: 'POST', path, run });

const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, `"${part}" is not percent-encoded UTF-8.`);
  }
};

const afterOf = (url: URL): number => {
  const after = Number(url.searchParams.get('after') ?? '0');
  if (Number.isInteger(after) && after >= 0) return after;
  throw new Refusal(400, '"after" must be a whole number, the "seq" of an earlier ledger.');
};
