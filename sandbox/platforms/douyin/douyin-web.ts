import type { ServerResponse } from 'node:http';
import type { PlatformRequest, PlatformWeb } from '../platform-web.ts';
import type { WebParts } from '../web-parts.ts';
import { BackstageApi } from './backstage-api.ts';
import { PageCalls } from './page-calls.ts';
import { PageStream } from './page-stream.ts';

/** 抖音: `/backstage/…` on the api's host, the page's object and what it calls under `/_sim/`. */
export class DouyinWeb implements PlatformWeb {
  readonly scripts = ['/_sim/pigeon.js'];
  readonly sockets: PageStream;
  readonly #parts: WebParts;
  readonly #api: BackstageApi;
  readonly #calls: PageCalls;

  constructor(parts: WebParts) {
    this.#parts = parts;
    this.#api = new BackstageApi(parts);
    this.#calls = new PageCalls(parts);
    this.sockets = new PageStream(parts);
  }

  boot({ site }: PlatformRequest): Readonly<Record<string, unknown>> {
    return { api: `http://${site.apiHost}.localhost:${this.#parts.port()}` };
  }

  async serve(asked: PlatformRequest, response: ServerResponse): Promise<boolean> {
    const { request, url, host, site, shop } = asked;
    if (!url.pathname.startsWith('/backstage/')) return this.#calls.serve(asked, response);
    if (host !== site.apiHost) return false;
    await this.#api.serve(request, response, url, site, shop);
    return true;
  }
}
