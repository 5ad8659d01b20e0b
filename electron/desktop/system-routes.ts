import type { Session } from 'electron';
import type { Log } from '../core/ports/log.ts';
import { askedOrigin, DIRECT, routesFromAnswer, type Routes } from '../network/route.ts';
import type { Secret } from '#shared/model/secret.ts';

/**
 * The ways that Chromium would go: the settings of the system, and its proxy scripts. They know no logins; those of the environment are
 * put beside the proxies that they belong to.
 */
export const systemRoutes =
  (own: () => Session, loginOf: (host: string, port: number) => Secret | null, log: Log): Routes =>
  async (address) => {
    try {
      return routesFromAnswer(await own().resolveProxy(askedOrigin(address)), loginOf);
    } catch (error) {
      log.warn('proxy.notResolved', { error });
      return DIRECT;
    }
  };
