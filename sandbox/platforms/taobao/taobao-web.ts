import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { redirect, scriptJson, sendText } from '../../http/exchange.ts';
import type { PlatformRequest, PlatformWeb } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import { simulatedUrl } from '../sites.ts';
import type { WebParts } from '../web-parts.ts';
import { LoginTokens } from './login-tokens.ts';
import { LwpLine, SOCKET_HOST } from './lwp-line.ts';
import { MtopApi } from './mtop-api.ts';
import { PictureStore } from './picture-store.ts';

const CHAT = 'https://market.m.taobao.com/app/chat/index.html';
const MTOP = 'https://h5api.m.taobao.com/h5/';

const SCRIPTS: Readonly<Record<string, URL>> = {
  '/_sim/bench.js': new URL('./page/bench.js', import.meta.url),
  '/_sim/mtop.js': new URL('./page/mtop.js', import.meta.url),
  '/_sim/chat.js': new URL('./page/chat.js', import.meta.url),
};

/** 淘宝: the workbench holds the chat in a frame of another host of its site; that frame has `lib.mtop` and the socket. */
export class TaobaoWeb implements PlatformWeb {
  readonly scripts = ['/_sim/bench.js'];
  readonly sockets: LwpLine;
  readonly #parts: WebParts;
  readonly #api: MtopApi;
  readonly #pictures = new PictureStore();

  constructor(parts: WebParts) {
    this.#parts = parts;
    const logins = new LoginTokens(parts.now);
    this.#api = new MtopApi(parts, logins);
    this.sockets = new LwpLine(parts, logins);
  }

  boot(): Readonly<Record<string, unknown>> {
    return { chatUrl: this.#simulated(CHAT) };
  }

  async serve(asked: PlatformRequest, response: ServerResponse): Promise<boolean> {
    const { url, host, site } = asked;
    const script = SCRIPTS[url.pathname];
    if (script !== undefined) {
      sendText(response, 'text/javascript', readFileSync(script, 'utf8'));
      return true;
    }
    const chat = new URL(CHAT);
    if (host === chat.hostname && url.pathname === chat.pathname) {
      this.#serveChat(asked, response);
      return true;
    }
    if (await this.#pictures.serve(asked, response, this.#parts.port())) return true;
    return host === site.apiHost && (await this.#api.serve(asked, response));
  }

  #serveChat({ site, shop }: PlatformRequest, response: ServerResponse): void {
    if (shop === null) redirect(response, this.#simulated(site.loginUrl));
    else sendText(response, 'text/html', chatPage(this.#chatBoot(shop, site)));
  }

  #chatBoot(shop: SimulatedShop, site: PlatformRequest['site']): Readonly<Record<string, unknown>> {
    return {
      shopKey: shop.shopKey,
      seq: shop.line.seq,
      kicks: shop.kick.count,
      lateMs: shop.faults.get('late')?.ms ?? 0,
      drift: shop.faults.get('drift')?.what ?? null,
      loginUrl: this.#simulated(site.loginUrl),
      challengeUrl: this.#simulated(site.challengeUrl),
      mtop: this.#simulated(MTOP),
      socket: `ws://${SOCKET_HOST}.localhost:${this.#parts.port()}/`,
    };
  }

  #simulated(realUrl: string): string {
    return simulatedUrl(realUrl, this.#parts.port());
  }
}

const chatPage = (boot: unknown): string => `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>聊天(模拟)</title>
<script type="application/json" id="boot">${scriptJson(boot)}</script>
<script src="/_sim/mtop.js"></script><script src="/_sim/chat.js"></script></html>`;
