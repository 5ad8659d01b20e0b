import * as z from 'zod';
import type { PageSession } from './page-session.ts';

const pausedSchema = z.object({
  requestId: z.string(),
  resourceType: z.string(),
  frameId: z.string(),
  request: z.object({ url: z.string() }),
});

const DOCUMENTS = [{ urlPattern: '*', resourceType: 'Document' }];
const HEAVY = ['Image', 'Font', 'Media'].map((resourceType) => ({ urlPattern: '*', resourceType }));

export type PageGuardOptions = {
  readonly page: PageSession;
  readonly mainFrameId: string;
  /** Whether the page itself may go to this address. Frames in it are its own business. */
  readonly allows: (url: string) => boolean;
  /** The page wanted to go elsewhere; it stays where it is. */
  readonly onRefused: (host: string) => void;
};

/**
 * Keeps a shop's page on its platform's hosts, and out of images, fonts and media while nobody looks at it. `Fetch` with
 * these patterns only costs a round trip for what it stops and for documents; `Network.enable` would report every request.
 */
export class PageGuard {
  readonly #options: PageGuardOptions;
  readonly #undo: () => void;

  constructor(options: PageGuardOptions) {
    this.#options = options;
    this.#undo = options.page.on('Fetch.requestPaused', (parameters) => this.#decide(parameters));
  }

  /** Begins, or begins again with another rule for what is heavy. */
  async watch(blockHeavy: boolean): Promise<void> {
    const patterns = blockHeavy ? [...DOCUMENTS, ...HEAVY] : DOCUMENTS;
    await this.#options.page.send('Fetch.enable', { patterns });
  }

  end(): void {
    this.#undo();
  }

  #decide(parameters: unknown): void {
    const paused = pausedSchema.safeParse(parameters);
    if (!paused.success) return;
    const { requestId, resourceType, frameId, request } = paused.data;
    if (resourceType !== 'Document')
      return this.#answer('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    if (frameId !== this.#options.mainFrameId || this.#options.allows(request.url))
      return this.#answer('Fetch.continueRequest', { requestId });
    this.#options.onRefused(URL.parse(request.url)?.host ?? '');
    this.#answer('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
  }

  #answer(method: string, parameters: Readonly<Record<string, unknown>>): void {
    // A request whose page has gone on needs no answer any more.
    this.#options.page.send(method, parameters).catch(() => {});
  }
}
