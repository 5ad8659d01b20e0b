import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Platform } from '#shared/model/platform.ts';
import { cookiesOf, redirect, Refusal, sendText } from '../http/exchange.ts';
import { DouyinWeb } from './douyin/douyin-web.ts';
import { JdWeb } from './jd/jd-web.ts';
import { PddWeb } from './pdd/pdd-web.ts';
import type { PlatformRequest, PlatformWeb } from './platform-web.ts';
import type { SimulatedShop } from './shop.ts';
import { challengePage, loginPage, workbenchPage } from './site/pages.ts';
import { SiteCalls } from './site/site-calls.ts';
import { TaobaoWeb } from './taobao/taobao-web.ts';
import { placeOf, realHostOf, sessionCookieHeader, type Site, simulatedUrl } from './sites.ts';
import type { WebParts } from './web-parts.ts';

/** The simulated platforms' web: every host below `.localhost`, told apart by the `Host` header. */
export class SimulatedWeb {
  readonly #parts: WebParts;
  readonly #site: SiteCalls;
  readonly #webs: Readonly<Record<Platform, PlatformWeb>>;

  constructor(parts: WebParts) {
    this.#parts = parts;
    this.#site = new SiteCalls(parts);
    this.#webs = {
      jd: new JdWeb(parts),
      taobao: new TaobaoWeb(parts),
      douyin: new DouyinWeb(parts),
      pdd: new PddWeb(parts),
    };
  }

  async serve(request: IncomingMessage, response: ServerResponse, host: string): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${host}`);
    const place = placeOf(host, url.pathname);
    if (place.kind === 'nowhere') throw new Refusal(404, `Nothing is simulated at ${host}.`);
    const { site } = place;
    const shop = this.#shopOf(request, site);
    const asked = { request, url, host, site, shop };
    switch (place.kind) {
      case 'workbench':
        this.#serveWorkbench(asked, response);
        return;
      case 'login':
        sendText(response, 'text/html', loginPage(site, this.#shopsOn(site.platform)));
        return;
      case 'challenge':
        sendText(response, 'text/html', challengePage(site, shop));
        return;
      case 'page':
        await this.#servePage(asked, response);
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const host = realHostOf(request.headers.host);
    const url = new URL(request.url ?? '/', `ws://${host ?? 'nowhere'}`);
    const place = host === null ? null : placeOf(host, url.pathname);
    if (host !== null && place?.kind === 'page') {
      const { site } = place;
      const asked = { request, url, host, site, shop: this.#shopOf(request, site) };
      if (this.#webs[site.platform].sockets.upgrade(asked, socket, head)) return;
    }
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
  }

  close(): void {
    for (const { sockets } of Object.values(this.#webs)) sockets.close();
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

  async #servePage(asked: PlatformRequest, response: ServerResponse): Promise<void> {
    const { url, site, shop } = asked;
    if (await this.#site.serve(asked, response)) return;
    if (await this.#webs[site.platform].serve(asked, response)) return;
    const isCall = url.pathname.startsWith('/_sim/') || asked.request.method !== 'GET';
    if (isCall) throw new Refusal(404, `Nothing is at ${url.pathname}.`);
    redirect(response, this.#simulated(shop === null ? site.loginUrl : site.workbenchUrls[0]));
  }

  #serveWorkbench(asked: PlatformRequest, response: ServerResponse): void {
    const { request, site, shop } = asked;
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
    const web = this.#webs[site.platform];
    const boot = {
      loginUrl: this.#simulated(site.loginUrl),
      challengeUrl: this.#simulated(site.challengeUrl),
      hasOverlay: challenge?.mode === 'overlay',
      ...web.boot?.(asked, shop),
    };
    const page = web.workbench?.(asked, shop) ?? workbenchPage(site, shop, boot, web.scripts);
    sendText(response, 'text/html', page);
  }
}
