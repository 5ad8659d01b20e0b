import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import { cookiesOf, sendJson } from '../../http/exchange.ts';
import type { PlatformRequest } from '../platform-web.ts';
import type { SimulatedShop } from '../shop.ts';
import { simulatedUrl, type Site } from '../sites.ts';
import type { WebParts } from '../web-parts.ts';
import { corsHeaders } from '../site/cors.ts';
import type { LoginTokens } from './login-tokens.ts';
import { staffNicks, userSimple } from './shapes.ts';
import { SignTokens } from './sign-token.ts';

const PATH = /^\/h5\/([\w.]+)\/([\d.]+)\/$/u;
const deviceSchema = z.object({ deviceId: z.string().min(1).max(128) });

/** `h5api.m.taobao.com/h5/<api>/<version>/`: what the page's `lib.mtop` asks, signed. Its refusals come with HTTP 200. */
export class MtopApi {
  readonly #parts: WebParts;
  readonly #logins: LoginTokens;
  readonly #tokens: SignTokens;

  constructor(parts: WebParts, logins: LoginTokens) {
    this.#parts = parts;
    this.#logins = logins;
    this.#tokens = new SignTokens(parts.now);
  }

  async serve(asked: PlatformRequest, response: ServerResponse): Promise<boolean> {
    const { request, url, site, shop } = asked;
    const [, api, v] = PATH.exec(url.pathname) ?? [];
    if (api === undefined) return false;
    const cors = corsHeaders(request, site);
    const answer = (ret: string, data: unknown = {}, more = {}): void =>
      sendJson(response, 200, { api, v, ret: [ret], data }, { ...cors, ...more });
    if (shop === null) {
      answer('FAIL_SYS_SESSION_EXPIRED::SESSION失效');
      return true;
    }
    const status = shop.faults.get('http')?.status;
    if (status !== undefined) {
      sendJson(response, status, { message: '请求过于频繁或被拒绝' }, cors);
      return true;
    }
    const refusal = this.#tokens.refusal(shop, cookiesOf(request).get('_m_h5_tk'), {
      t: url.searchParams.get('t') ?? '',
      appKey: url.searchParams.get('appKey') ?? '',
      data: url.searchParams.get('data') ?? '',
      sign: url.searchParams.get('sign') ?? '',
    });
    if (refusal?.startsWith('FAIL_SYS_TOKEN_')) {
      answer(refusal, {}, { 'set-cookie': tokenCookie(site, this.#tokens.next(shop)) });
    } else if (refusal !== null) answer(refusal);
    else if (shop.faults.has('challenge')) {
      const punish = simulatedUrl(site.challengeUrl, this.#parts.port());
      answer('RGV587_ERROR::SM::哎哟喂,被挤爆啦,请稍后重试', { url: punish });
    } else {
      const delay = shop.faults.get('slow')?.ms ?? 0;
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      const data = this.#dataOf(api.toLowerCase(), url.searchParams.get('data') ?? '', shop);
      if (data === null) answer('FAIL_SYS_API_NOT_FOUNDED::请求API不存在');
      else answer('SUCCESS::调用成功', data);
    }
    return true;
  }

  #dataOf(api: string, data: string, shop: SimulatedShop): unknown {
    switch (api) {
      case 'mtop.user.getusersimple':
        return userSimple(shop);
      case 'mtop.taobao.login.token.get.h5': {
        const { deviceId } = deviceSchema.catch({ deviceId: '' }).parse(jsonOf(data));
        return { result: { accessToken: this.#logins.give(shop, deviceId) } };
      }
      case 'mtop.taobao.qianniu.subaccount.list':
        return staffNicks(shop, shop.staff);
      default:
        return null;
    }
  }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Readable by the page, which signs with it. */
const tokenCookie = (site: Site, value: string): string =>
  `_m_h5_tk=${value}; Domain=${site.cookieDomain}.localhost; Path=/; Max-Age=86400`;
