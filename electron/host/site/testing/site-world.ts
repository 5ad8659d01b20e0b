import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodePng } from '../../../../sandbox/media/png.ts';

export const PNG = encodePng(8, 8, () => [200, 30, 30]);
export const MP4 = Buffer.concat([
  Buffer.from('00000014', 'hex'),
  Buffer.from('ftypisom\0\0\0\0mp42'),
  Buffer.alloc(5000, 7),
]);

/** How a request of our own page reaches the site in one host, and the answer comes back. */
export interface SiteHost {
  readonly ask: (target: string, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

export type World = {
  readonly ask: SiteHost['ask'];
  /** The address in the site of a file at the source. */
  readonly media: (name: string) => string;
  /** Files that are kept, or still come in. */
  readonly staged: () => readonly string[];
  readonly source: { answer: (request: IncomingMessage, response: ServerResponse) => void };
};

/** What the doorway of uploads answers. */
export type Kept = {
  readonly ok: boolean;
  readonly value?: { readonly content: string };
  readonly error?: { readonly kind: string };
};
