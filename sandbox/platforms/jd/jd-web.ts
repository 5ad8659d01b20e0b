import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { redirect, sendJson, sendText } from '../../http/exchange.ts';
import type { PlatformRequest, PlatformWeb } from '../platform-web.ts';
import { simulatedUrl } from '../sites.ts';
import type { WebParts } from '../web-parts.ts';
import { PageCalls } from './page-calls.ts';
import { JdSocket } from './page-socket.ts';
import { checkin } from './shapes.ts';

const SCRIPT = new URL('./page/dongdong.js', import.meta.url);
const CHECKIN = '/workbench/checkin.json';

/** 京东: `checkin.json`, the page's `window.session` and what it calls under `/_sim/`, and the socket of the page. */
export class JdWeb implements PlatformWeb {
  readonly scripts = ['/_sim/dongdong.js'];
  readonly sockets: JdSocket;
  readonly #parts: WebParts;
  readonly #calls: PageCalls;

  constructor(parts: WebParts) {
    this.#parts = parts;
    this.#calls = new PageCalls(parts);
    this.sockets = new JdSocket(parts);
  }

  async serve(asked: PlatformRequest, response: ServerResponse): Promise<boolean> {
    const { pathname } = asked.url;
    if (pathname === '/_sim/dongdong.js') {
      sendText(response, 'text/javascript', readFileSync(SCRIPT, 'utf8'));
      return true;
    }
    if (pathname !== CHECKIN || asked.host !== asked.site.apiHost) {
      return this.#calls.serve(asked, response);
    }
    const { shop, site } = asked;
    if (shop === null) redirect(response, simulatedUrl(site.loginUrl, this.#parts.port()));
    else if (!(await this.#calls.isRefused(shop, response))) sendJson(response, 200, checkin(shop));
    return true;
  }
}
