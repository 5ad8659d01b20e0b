import type { Platform } from '#shared/model/platform.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { KindError } from '#shared/model/kind-error.ts';
import type { LivePages } from '#shared/model/live-pages.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import type { PageLoss } from '#shared/model/shop-reason.ts';

/** In place of an event's parameters. */
export const OVERSIZED_EVENT = { isOversized: true } as const;

/** One DevTools session. */
export interface CdpSession {
  /** One CDP command; rejects with `PageGone` once the page is closed or crashed. */
  send<Answer = unknown>(
    method: string,
    parameters?: Readonly<Record<string, unknown>>,
  ): Promise<Answer>;
  /** One CDP event; returns its undo. What is too large to be carried comes as `OVERSIZED_EVENT`. */
  on(event: string, listener: (parameters: unknown) => void): () => void;
}

/**
 * One page of a shop, driven over the Chrome DevTools Protocol. Two implementations: `webContents.debugger` of a hidden
 * WebContentsView (desktop host) and a flattened target session of the system Chromium (browser host).
 */
export interface PageSession extends CdpSession {
  /** The session of a frame that runs in a process of its own, by the id that `Target.attachedToTarget` told. */
  frame(sessionId: string): CdpSession;
  /** Called once when the page is gone: closed, crashed, or its browser ended. Returns its undo. */
  onGone(listener: (gone: PageGone) => void): () => void;
  /** Brings the real page to the agent's eyes; shown already, to the front. */
  show(): Promise<PageShown>;
  hide(): Promise<void>;
  /** Called when the agent has put a shown page out of sight and it lives on. Returns its undo. */
  onHidden(listener: () => void): () => void;
  close(): Promise<void>;
}

export type PageShown =
  | { readonly shown: true; readonly place: PagePlace }
  | { readonly shown: false; readonly why: 'noDisplay' | 'gone' };

/** The page cannot be used any more; `kind` says how it was lost. */
export class PageGone extends KindError<PageLoss> {}

/** A cookie as CDP's `Network.CookieParam` has it; the fields PL3 asks for. */
export type SessionCookie = {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Epoch seconds. */
  readonly expires: number;
};

/** The pages and the cookie sessions of all shops (PL4: one session a shop, never shared). */
export interface PageHost {
  /** A new blank page in the shop's own session. */
  open(shopId: ShopId, platform: Platform): Promise<PageSession>;
  /** Clears the shop's session, then sets these. */
  replaceCookies(shopId: ShopId, cookies: readonly SessionCookie[]): Promise<void>;
  /** Fingerprint of the push that the session was made from, null for a session that never had one. It survives a restart. */
  cookieFingerprint(shopId: ShopId): Promise<string | null>;
  keepFingerprint(shopId: ShopId, fingerprint: string): Promise<void>;
  /** What the open pages cost now. */
  loadLivePages(): Promise<LivePages>;
  /** Deletes the shop's session with all it holds. */
  forget(shopId: ShopId): Promise<void>;
  close(): Promise<void>;
}

/** Where the platforms' sites are: the real ones, or the simulated ones of a sandbox (`--platforms URL`). */
export interface SiteMap {
  /** The address to open for an address of the real site. */
  urlFor(realUrl: string): string;
  /** The cookie domain to set for the real one, for example `.jinritemai.com`. */
  cookieDomainFor(realDomain: string): string;
  /** The real address behind an address that a page shows; null when it is none of the platforms' sites. */
  realUrlOf(shownUrl: string): string | null;
}
