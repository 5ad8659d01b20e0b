import type { Proxy, Route } from '../network/route.ts';
import { Secret } from '#shared/model/secret.ts';
import type { FetchedMedia } from './fetcher.ts';

export const carryRoute = (route: Route): CarriedRoute =>
  'login' in route ? { ...route, login: route.login?.reveal() ?? null } : route;

export const carriedRoute = (carried: CarriedRoute): Route => {
  if (!('login' in carried)) return carried;
  const { login, ...rest } = carried;
  return { ...rest, login: login === null ? null : new Secret(login) };
};

/** What the thread of the fetcher is started with: the address of the simulated platforms, if there is one. */
export type MediaWorkerInput = { readonly platforms: string | null };

/** A route as it goes between the threads, with the login of its proxy in the clear. */
export type CarriedRoute =
  | Exclude<Route, Proxy>
  | (Omit<Proxy, 'login'> & { readonly login: string | null });

/** `id` grows by one. Each `pull` is answered by one `piece`, `end` or `broken`. */
export type ToMediaWorker =
  | {
      readonly kind: 'fetch';
      readonly id: number;
      readonly address: string;
      readonly range: string | null;
    }
  | { readonly kind: 'pull'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number }
  /** By which ways the address of `askRoutes` is reached. */
  | { readonly kind: 'routes'; readonly askId: number; readonly routes: readonly CarriedRoute[] };

export type FromMediaWorker =
  | ({ readonly kind: 'answer'; readonly id: number; readonly hasBody: boolean } & Omit<
      FetchedMedia,
      'body'
    >)
  | { readonly kind: 'piece'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly id: number }
  /** Only the main thread knows the settings of the system. */
  | { readonly kind: 'askRoutes'; readonly askId: number; readonly address: string }
  | { readonly kind: 'broken'; readonly id: number }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn';
      readonly event: string;
      readonly detail: Readonly<Record<string, unknown>>;
    };
