import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SimulatedShop } from './shop.ts';
import type { Site } from './sites.ts';

/** A request on a host of the platform. `host` is the real one; `shop` whose session it carries, null without a good one. */
export type PlatformRequest = {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly host: string;
  readonly site: Site;
  readonly shop: SimulatedShop | null;
};

/** What of the simulated web is one platform's own; login, challenge and the furniture of the pages are everybody's. */
export interface PlatformWeb {
  /** Scripts of the workbench, in order, before the visible page's own; served by `serve`. */
  readonly scripts: readonly string[];
  /** What the workbench's script finds in `#boot` besides what every page has. */
  boot?(asked: PlatformRequest, shop: SimulatedShop): Readonly<Record<string, unknown>>;
  /** Takes the place of the visible workbench, for a platform whose page is looked at itself. */
  workbench?(asked: PlatformRequest, shop: SimulatedShop): string;
  /** Answers the platform's own addresses, the scripts included; false for an address that is none of them. */
  serve(asked: PlatformRequest, response: ServerResponse): Promise<boolean>;
  /** What its pages keep open. */
  readonly sockets: PlatformSockets;
}

export interface PlatformSockets {
  /** False for an address that has none. */
  upgrade(asked: PlatformRequest, socket: Duplex, head: Buffer): boolean;
  close(): void;
}
