import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { sendText } from '../../http/exchange.ts';
import type { PlatformRequest, PlatformWeb } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import { simulatedUrl } from '../sites.ts';
import type { WebParts } from '../web-parts.ts';
import { ChatSockets } from './chat-sockets.ts';
import { ImageStore } from './image-store.ts';
import { antiContentOf, MmsApi } from './mms-api.ts';

const SCRIPT = '/_sim/chat-merchant.js';
const SCRIPT_FILE = new URL('./page/chat-merchant.js', import.meta.url);

/** 拼多多: the api of `mms.pinduoduo.com`, its two sockets, its store of images, and the script of its page. */
export class PddWeb implements PlatformWeb {
  readonly scripts = [SCRIPT];
  readonly sockets: ChatSockets;
  readonly #parts: WebParts;
  readonly #images = new ImageStore();
  readonly #api: MmsApi;

  constructor(parts: WebParts) {
    this.#parts = parts;
    this.#api = new MmsApi(parts, this.#images);
    this.sockets = new ChatSockets(parts);
  }

  boot(_asked: PlatformRequest, shop: SimulatedShop): Readonly<Record<string, unknown>> {
    const port = this.#parts.port();
    const hosts = ['m-ws.pinduoduo.com', 'titan-ws.pinduoduo.com'];
    return {
      antiContent: antiContentOf(shop),
      sockets: hosts.map((host) => simulatedUrl(`https://${host}/`, port).replace('http', 'ws')),
    };
  }

  async serve(asked: PlatformRequest, response: ServerResponse): Promise<boolean> {
    if (asked.url.pathname === SCRIPT) {
      sendText(response, 'text/javascript', readFileSync(SCRIPT_FILE, 'utf8'));
      return true;
    }
    if (await this.#images.serve(asked, response, this.#parts.port())) return true;
    return this.#api.serve(asked, response);
  }
}
