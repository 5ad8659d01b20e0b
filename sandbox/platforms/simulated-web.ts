import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Platform } from '#shared/model/platform.ts';
import { cookiesOf, redirect, Refusal, sendText } from '../edge/http-edge.ts';
import { BackstageApi } from './douyin/backstage-api.ts';
import { PageCalls } from './douyin/page-calls.ts';
import { PageStream } from './douyin/page-stream.ts';
import { challengePage, loginPage, workbenchPage } from './douyin/pages.ts';
import type { SimulatedShop } from './shop.ts';
import { placeOf, realHostOf, sessionCookieHeader, type Site, simulatedUrl } from './sites.ts';
import type { WebParts } from './web-parts.ts';

/** The simulated platforms' web: every host below `.localhost`, told apart by the `Host` header. */
export class SimulatedWeb {
  readonly #parts: WebParts;
  readonly #api: BackstageApi;
  readonly #calls: PageCalls;
  readonly #stream: PageStream;

  constructor(parts: WebParts) {
    this.#parts = parts;
    this.#api = new BackstageApi(parts);
    this.#calls = new PageCalls(parts);
    this.#stream = new PageStream(parts);
  }

  async serve(request: IncomingMessage, response: ServerResponse, host: string): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const place = placeOf(host, url.pathname);
    if (place.kind === 'nowhere') throw new Refusal(404, `Nothing is simulated at ${host}.`);
    const { site } = place;
    const shop = this.#shopOf(request, site);
    switch (place.kind) {
      case 'api':
        await this.#api.serve(request, response, url, site, shop);
        return;
      case 'workbench':
        this.#serveWorkbench(request, response, site, shop);
        return;
      case 'login':
        sendText(response, 'text/html', loginPage(site, this.#shopsOn(site.platform)));
        return;
      case 'challenge':
        sendText(response, 'text/html', challengePage(site, shop));
        return;
      case 'page':
        if (!url.pathname.startsWith('/_sim/')) {
          if (shop === null) redirect(response, this.#simulated(site.loginUrl));
          else redirect(response, this.#simulated(site.workbenchUrls[0]));
          return;
        }
        await this.#calls.serve(request, response, url.pathname, site, shop);
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const host = realHostOf(request.headers.host);
    const place =
      host === null ? null : placeOf(host, new URL(request.url ?? '/', 'ws://x').pathname);
    if (place?.kind !== 'page') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#stream.upgrade(request, socket, head, this.#shopOf(request, place.site));
  }

  close(): void {
    this.#stream.close();
  }

  #shopOf(request: IncomingMessage, site: Site): SimulatedShop | null {
    return this.#parts.sessions.shopOf(site.platform, cookiesOf(request).get(site.sessionCookie));
  }

  #shopsOn(platform: Platform): readonly SimulatedShop[] {
    return this.#parts.shops().filter((shop) => shop.platform === platform);
  }

  #simulated(realUrl: string): string {
    return simulatedUrl(realUrl, this.#parts.port());
  }

  #serveWorkbench(
    request: IncomingMessage,
    response: ServerResponse,
    site: Site,
    shop: SimulatedShop | null,
  ): void {
    if (shop === null) {
      redirect(response, this.#simulated(site.loginUrl));
      return;
    }
    const challenge = shop.faults.get('challenge');
    if (challenge?.mode === 'redirect') {
      redirect(response, this.#simulated(site.challengeUrl));
      return;
    }
    if (shop.faults.has('rotate')) {
      const old = cookiesOf(request).get(site.sessionCookie) ?? '';
      const text = this.#parts.sessions.rotate(shop, old);
      response.setHeader('set-cookie', sessionCookieHeader(site, text));
    }
    sendText(
      response,
      'text/html',
      workbenchPage(site, shop, {
        api: `http://${site.apiHost}.localhost:${this.#parts.port()}`,
        loginUrl: this.#simulated(site.loginUrl),
        challengeUrl: this.#simulated(site.challengeUrl),
        hasOverlay: challenge?.mode === 'overlay',
      }),
    );
  }
}
